const segment = encodeURIComponent;

/** The listener's own account, and the family it shares a plan with. */
export class People {
  #api;

  constructor(api) {
    this.#api = api;
  }

  /** `{plan, status, until, limits, …}`. */
  plan() {
    return this.#api.get('/v1/me/plan');
  }

  /** `{role, owner, members, max}`. */
  family() {
    return this.#api.get('/v1/me/family');
  }

  /** `{token, link, expiresAt}`: an invitation for one member. */
  async invite() {
    return (await this.#api.post('/v1/me/family/invitations')).body;
  }

  /** `{owner, state, standing, expiresAt}` of the invitation that a link has brought. */
  async invitation(token) {
    return (await this.#api.post('/v1/me/family/invitations/look', { invitation: token })).body;
  }

  accept(token) {
    return this.#api.post('/v1/me/family/memberships', { invitation: token });
  }

  decline(token) {
    return this.#api.post('/v1/me/family/invitations/decline', { invitation: token });
  }

  /** Takes somebody out of the family, or oneself. */
  removeMember(id) {
    return this.#api.delete(`/v1/me/family/members/${segment(id)}`);
  }

  /** `[{id, name, type, lastSeenAt, …}]`. */
  async devices() {
    return (await this.#api.get('/v1/me/devices')).items;
  }

  /** Signs a device out. */
  removeDevice(id) {
    return this.#api.delete(`/v1/me/devices/${segment(id)}`);
  }

  /** @param picture a Blob of PNG, JPEG or WebP */
  setPicture(picture) {
    return this.#api.put('/v1/me/avatar', picture);
  }

  removePicture() {
    return this.#api.delete('/v1/me/avatar');
  }
}
