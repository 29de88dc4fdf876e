import { Problem } from './problem.js';
import { revoke, token } from './sign-in.js';
import { exclusively, stored } from './stored.js';
import { send } from './transport.js';

const KEY = 'legato.session';
const EARLY_MS = 30_000;

/**
 * Who is listening: a guest from the first request on, an account after signing in.
 *
 * Emits `identity` whenever `me` changes. Tokens live in localStorage so that tabs share them; a refresh token is good
 * for one use, so only one tab at a time may spend it. A guest's session is one of `POST /v1/sessions/guest`; an account's is
 * one of the OAuth client `legato-web`, and has an ID token.
 */
export class Session extends EventTarget {
  #grant = stored.read(KEY, null);
  #me = null;
  #pending = null;

  constructor() {
    super();
    addEventListener('storage', (event) => {
      if (event.key !== KEY) return;
      const before = this.#grant?.subject;
      this.#grant = stored.read(KEY, null);
      if (this.#grant && this.#grant.subject !== before) this.#identify().catch(() => {});
    });
  }

  /** The account or guest, `{id, name, email, guest, avatar}`, or null before the first answer. */
  get me() {
    return this.#me;
  }

  get isGuest() {
    return this.#me?.guest ?? true;
  }

  async start() {
    await this.accessToken();
    if (!this.#me) await this.#identify();
  }

  /** A token good for the next half minute; begins a guest session or refreshes when there is none. */
  async accessToken() {
    if (this.#grant && this.#grant.expiresAt - Date.now() > EARLY_MS) return this.#grant.accessToken;
    return this.#renew(this.#grant?.accessToken);
  }

  /** The token at hand, fresh or not, for a request that cannot wait: the page is going away. */
  get tokenAtHand() {
    return this.#grant?.accessToken ?? null;
  }

  /** Replaces a token that the server refused. */
  async replace(refused) {
    return this.#grant && this.#grant.accessToken !== refused ? this.#grant.accessToken : this.#renew(refused);
  }

  /** Takes up what a sign-in has brought; the session before it ends. */
  async begin(answer) {
    const before = this.#grant;
    await exclusively(KEY, async () => this.#keep(ofOAuth(answer)));
    await this.#identify();
    // A guest that has become this account has no session left to end.
    if (before && before.subject !== this.#me.id) await endSession(before).catch(() => {});
  }

  /** Lets the sign-up page make an account of this guest, which keeps what it has heard. */
  async bringGuest() {
    if (this.isGuest) await send('POST', '/account/guest', { token: await this.accessToken(), cookies: true });
  }

  /** Reads again who is listening, after something about it has changed. */
  async reread() {
    await this.#identify();
    this.dispatchEvent(new Event('identity'));
  }

  /**
   * Ends the session, in all tabs. Returns the ID token that it had, by which the sign-in pages let the browser go as well;
   * null for none.
   */
  async end() {
    const ended = await exclusively(KEY, async () => {
      const grant = stored.read(KEY, null) ?? this.#grant;
      if (grant) await endSession(grant).catch(() => {});
      this.#grant = null;
      stored.remove(KEY);
      return grant;
    });
    this.#me = null;
    return ended?.idToken ?? null;
  }

  #renew(refused) {
    this.#pending ??= exclusively(KEY, () => this.#renewed(refused)).finally(() => (this.#pending = null));
    return this.#pending;
  }

  async #renewed(refused) {
    const other = stored.read(KEY, null);
    if (other && other.accessToken !== refused && other.expiresAt - Date.now() > EARLY_MS) {
      this.#grant = other;
      return other.accessToken;
    }
    const refreshed = await this.#refreshed(other ?? this.#grant);
    if (refreshed) {
      this.#keep(refreshed);
      return refreshed.accessToken;
    }
    const wasAccount = this.#me && !this.#me.guest;
    const { body } = await send('POST', '/v1/sessions/guest');
    this.#keep(body);
    if (this.#me) await this.#identify(body.accessToken);
    if (wasAccount) this.dispatchEvent(new Event('expired'));
    return body.accessToken;
  }

  /** A new grant for an old one, or null when the server will not have it: then only a guest session remains. */
  async #refreshed(grant) {
    if (!grant?.refreshToken) return null;
    const { refreshToken, idToken } = grant;
    try {
      if (idToken) return { idToken, ...ofOAuth(await token({ grant_type: 'refresh_token', refresh_token: refreshToken })) };
      return (await send('POST', '/v1/sessions/refresh', { body: { refreshToken } })).body;
    } catch (error) {
      if (error instanceof Problem && error.status >= 400 && error.status < 500 && !error.transient) return null;
      throw error;
    }
  }

  #keep({ accessToken, refreshToken, expiresIn, idToken }) {
    this.#grant = { accessToken, refreshToken, idToken, expiresAt: Date.now() + expiresIn * 1000, subject: this.#me?.id };
    stored.write(KEY, this.#grant);
  }

  async #identify(token) {
    const before = this.#me?.id;
    const guestBefore = this.#me?.guest;
    this.#me = (await send('GET', '/v1/me', { token: token ?? (await this.accessToken()) })).body;
    if (this.#grant && this.#grant.subject !== this.#me.id) {
      this.#grant.subject = this.#me.id;
      stored.write(KEY, this.#grant);
    }
    if (before !== this.#me.id || guestBefore !== this.#me.guest) this.dispatchEvent(new Event('identity'));
  }
}

/** A token response as the player keeps it; a refresh may leave the ID token out. */
const ofOAuth = ({ access_token: accessToken, refresh_token: refreshToken, expires_in: expiresIn, id_token: idToken }) =>
  ({ accessToken, refreshToken, expiresIn, ...(idToken && { idToken }) });

const endSession = ({ accessToken, refreshToken, idToken }) =>
  idToken ? revoke(refreshToken) : send('DELETE', '/v1/sessions/current', { token: accessToken });
