import { Problem } from './problem.js';
import { exclusively, stored } from './stored.js';
import { send } from './transport.js';

const KEY = 'legato.session';
const EARLY_MS = 30_000;

/**
 * Who is listening: a guest from the first request on, an account after log-in or sign-up.
 *
 * Emits `identity` whenever `me` changes. Tokens live in localStorage so that tabs share them; a refresh token is good
 * for one use, so only one tab at a time may spend it.
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

  /** The account or guest, `{id, name, email, guest}`, or null before the first answer. */
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

  async logIn(email, password) {
    const { body } = await send('POST', '/v1/sessions', { body: { email, password } });
    this.#keep(body);
    await this.#identify();
  }

  /** Turns the guest into an account that keeps what the guest has heard. */
  async signUp(name, email, password) {
    const account = { name, email, password };
    const token = await this.accessToken().catch(() => null);
    await send('POST', '/v1/accounts', { token, body: account });
    await this.logIn(email, password);
  }

  async logOut() {
    const token = await this.accessToken().catch(() => null);
    if (token) await send('DELETE', '/v1/sessions/current', { token }).catch(() => {});
    this.#grant = null;
    this.#me = null;
    stored.remove(KEY);
    await this.accessToken();
    await this.#identify();
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
    try {
      return (await send('POST', '/v1/sessions/refresh', { body: { refreshToken: grant.refreshToken } })).body;
    } catch (error) {
      if (error instanceof Problem && error.status >= 400 && error.status < 500 && !error.transient) return null;
      throw error;
    }
  }

  #keep({ accessToken, refreshToken, expiresIn }) {
    this.#grant = { accessToken, refreshToken, expiresAt: Date.now() + expiresIn * 1000, subject: this.#me?.id };
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
