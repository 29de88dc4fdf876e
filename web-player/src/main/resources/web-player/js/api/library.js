import { randomId } from './identifiers.js';
import { MAX_ADDED, MAX_PAGE } from './limits.js';
import { allPages, inBatches } from './pages.js';

const path = (id, rest = '') => `/v1/playlists/${encodeURIComponent(id)}${rest}`;

/**
 * The listener's playlists. Emits `change` when their list changes, so that whoever shows it can draw it again.
 *
 * Every write names the version it was made against; a lost race is a Problem with status 412 and changes nothing.
 */
export class Library extends EventTarget {
  #api;
  #session;
  #playlists = [];
  #etags = new Map();

  constructor(api, session) {
    super();
    this.#api = api;
    this.#session = session;
  }

  get playlists() {
    return this.#playlists;
  }

  async reload() {
    this.#playlists = this.#session.isGuest ? [] : await this.#all(`/v1/me/playlists?limit=${MAX_PAGE}`);
    this.#changed();
  }

  async create(name, description = '') {
    const answer = await this.#api.post('/v1/playlists', { name, description: description || null }, { idempotencyKey: randomId() });
    this.#etags.set(answer.body.id, answer.etag);
    this.#playlists = [answer.body, ...this.#playlists];
    this.#changed();
    return answer.body;
  }

  /** The playlist as the server has it now; later writes are made against this version. */
  async open(id) {
    const { body, etag } = await this.#api.read(path(id));
    this.#etags.set(id, etag);
    return body;
  }

  /** `[{entryId, trackId, addedAt, addedBy}]`, in order. */
  entries(id) {
    return this.#all(path(id, `/items?limit=${MAX_PAGE}`));
  }

  async rename(id, name, description) {
    const answer = await this.#api.patch(path(id), { name, description: description || null }, { ifMatch: this.#etags.get(id) });
    this.#etags.set(id, answer.etag);
    this.#playlists = this.#playlists.map((one) => (one.id === id ? { ...one, name, description } : one));
    this.#changed();
  }

  async delete(id) {
    if (!this.#etags.has(id)) await this.open(id);
    await this.#api.delete(path(id), { ifMatch: this.#etags.get(id) });
    this.#etags.delete(id);
    this.#playlists = this.#playlists.filter((one) => one.id !== id);
    this.#changed();
  }

  /** Appends tracks; adding never conflicts with others' changes, so it names no version. */
  async add(id, trackIds) {
    const entries = [];
    for (const batch of inBatches(trackIds, MAX_ADDED)) {
      const { body, etag } = await this.#api.post(path(id, '/items'), { trackIds: batch }, { idempotencyKey: randomId() });
      this.#etags.set(id, etag);
      this.#counted(id, batch.length);
      entries.push(...body.entries);
    }
    return entries;
  }

  /** Moves an entry in front of another, or to the end when `before` is null. */
  async move(id, entryId, before) {
    const answer = await this.#api.patch(path(id, '/items'), { entryIds: [entryId], before }, { ifMatch: this.#etags.get(id) });
    this.#etags.set(id, answer.etag);
  }

  async remove(id, entryId) {
    const answer = await this.#api.delete(path(id, `/items/${encodeURIComponent(entryId)}`), { ifMatch: this.#etags.get(id) });
    this.#etags.set(id, answer.etag);
    this.#counted(id, -1);
  }

  #all(first) {
    return allPages(first, (path) => this.#api.get(path));
  }

  #counted(id, difference) {
    this.#playlists = this.#playlists.map((one) =>
      one.id === id ? { ...one, trackCount: Math.max(0, (one.trackCount ?? 0) + difference) } : one);
    this.#changed();
  }

  #changed() {
    this.dispatchEvent(new Event('change'));
  }
}
