import { challengeOf, claimsOf, secret } from './pkce.js';
import { Problem } from './problem.js';
import { send } from './transport.js';

const PENDING = 'legato.sign-in';
const CLIENT = 'legato-web';
const METADATA = '/.well-known/oauth-authorization-server';
const RETURN_PATH = '/signed-in';

/** How long a listener may take on the sign-in page; the server keeps the request no longer either. */
const LONGEST_MS = 30 * 60_000;
const CLOCKS_DIFFER_S = 300;

/** All that the player does in a listener's name; nothing of an administrator's. */
const SCOPES = [
  'openid', 'profile', 'email', 'offline_access', 'streaming', 'user-read-private', 'user-read-email',
  'playlist-read-private', 'playlist-read-collaborative', 'playlist-modify-private', 'playlist-modify-public',
  'user-library-read', 'user-library-modify', 'user-follow-read', 'user-follow-modify', 'user-read-recently-played',
  'user-top-read', 'user-read-playback-state', 'user-modify-playback-state', 'account-manage',
];

/** Why a sign-in did not end well, in words for the listener. */
export class SignInError extends Error {
  constructor(message, { retry = true } = {}) {
    super(message);
    this.name = 'SignInError';
    this.retry = retry;
  }
}

/**
 * Signs listeners in by authorization code with PKCE (OAuth 2.1; RFC 7636), on the pages of account-api: no password is ever
 * typed into the player. What belongs to one attempt lies in this tab's sessionStorage, so that tabs do not mix theirs up.
 */
export class SignIn {
  #browser;

  /** @param browser `{location, storage, clock}`, those of the window unless a test has others */
  constructor({ location = globalThis.location, storage = globalThis.sessionStorage, now = () => Date.now() } = {}) {
    this.#browser = { location, storage, now };
  }

  /** Whether the address is one that the sign-in page sends listeners back to. */
  get isReturning() {
    return this.#browser.location.pathname === RETURN_PATH;
  }

  /**
   * Leaves for the sign-in page.
   *
   * @param returnTo the fragment to show afterwards
   * @param page `/account/signup` to make an account first
   * @throws {SignInError} if the server does not know under which address listeners reach it
   */
  async leave(returnTo, { page = null } = {}) {
    const { location } = this.#browser;
    const issuer = await this.#issuer();
    if (issuer.protocol !== location.protocol) {
      if (isLoopback(issuer) && !isLoopback(new URL(location.origin))) {
        // It would be the listener's own machine.
        throw new SignInError(
          `Nobody can sign in here: the server takes ${issuer.origin} for its address. Whoever runs it has to set tokens.issuer to ${location.origin}.`,
          { retry: false },
        );
      }
      // Cookies and redirects are those of the issuer's scheme: the player there signs in.
      location.replace(`${issuer.origin}/#/login`);
      return;
    }
    const address = await this.request(returnTo);
    location.replace(page ? `${page}?continue=${encodeURIComponent(address)}` : address);
  }

  /** Begins an attempt; gives the authorization request, a relative URL. */
  async request(returnTo) {
    const { location, storage, now } = this.#browser;
    const attempt = { state: secret(), nonce: secret(), verifier: secret(), returnTo, begunAt: now() };
    storage.setItem(PENDING, JSON.stringify(attempt));
    const parameters = new URLSearchParams({
      response_type: 'code',
      client_id: CLIENT,
      redirect_uri: location.origin + RETURN_PATH,
      scope: SCOPES.join(' '),
      state: attempt.state,
      nonce: attempt.nonce,
      code_challenge: await challengeOf(attempt.verifier),
      code_challenge_method: 'S256',
    });
    return `/oauth2/authorize?${parameters}`;
  }

  /**
   * Ends the attempt that the address answers.
   *
   * @returns {Promise<{tokens: object, returnTo: string}>}
   * @throws {SignInError} that says why not
   */
  async complete() {
    const { location } = this.#browser;
    const answer = new URLSearchParams(location.search);
    const attempt = this.#taken();
    if (!attempt || answer.get('state') !== attempt.state) {
      throw new SignInError('This sign-in was not begun in this tab, or it was answered already. Please sign in again.');
    }
    const { href: issuer } = await this.#issuer();
    if (!isSame(answer.get('iss'), issuer)) {
      throw new SignInError('The answer came from another server than the one you were sent to. You are not signed in.');
    }
    if (answer.has('error')) throw refusal(answer.get('error'));
    if (this.#browser.now() - attempt.begunAt > LONGEST_MS) {
      throw new SignInError('Signing in took too long. Please sign in again.');
    }
    const tokens = await this.#exchange(answer.get('code') ?? '', attempt);
    this.#check(tokens.id_token, attempt, issuer);
    return { tokens, returnTo: attempt.returnTo };
  }

  /** Where a browser goes to end its session on the sign-in pages, and to come back from. */
  logoutAddress(idToken) {
    const parameters = new URLSearchParams({
      id_token_hint: idToken,
      client_id: CLIENT,
      post_logout_redirect_uri: `${this.#browser.location.origin}/`,
    });
    return `/oauth2/logout?${parameters}`;
  }

  async #exchange(code, { verifier }) {
    try {
      return await token({
        grant_type: 'authorization_code',
        code,
        redirect_uri: this.#browser.location.origin + RETURN_PATH,
        code_verifier: verifier,
      });
    } catch (error) {
      if (!(error instanceof Problem) || error.status !== 400) throw error;
      throw new SignInError('The sign-in has expired or was used already. Please sign in again.');
    }
  }

  /** OpenID Connect Core §3.1.3.7; the token came over our own connection, whose other end is the issuer's. */
  #check(idToken, attempt, issuer) {
    const claims = claimsOf(idToken ?? '');
    const good = claims
      && claims.nonce === attempt.nonce
      && [claims.aud].flat().includes(CLIENT)
      && isSame(claims.iss, issuer)
      && claims.exp > this.#browser.now() / 1000 - CLOCKS_DIFFER_S;
    if (!good) throw new SignInError('The answer does not belong to this sign-in. You are not signed in.');
  }

  #taken() {
    const { storage } = this.#browser;
    try {
      const attempt = JSON.parse(storage.getItem(PENDING));
      storage.removeItem(PENDING);
      return attempt;
    } catch {
      return null;
    }
  }

  async #issuer() {
    const { body } = await send('GET', METADATA);
    return new URL(body.issuer);
  }
}

const isLoopback = ({ hostname }) => /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);

/** Issuers are compared as URLs: an origin may be written with or without the slash. */
const isSame = (issuer, expected) => URL.canParse(issuer ?? '') && new URL(issuer).href === expected;

/** Asks the token endpoint as the web player (RFC 6749 §3.2). */
export const token = async (parameters) => (await send('POST', '/oauth2/token', { form: { client_id: CLIENT, ...parameters } })).body;

/** Ends the session of a refresh token (RFC 7009). */
export const revoke = (refreshToken) => send('POST', '/oauth2/revoke', { form: { client_id: CLIENT, token: refreshToken } });

function refusal(error) {
  if (error === 'access_denied') return new SignInError('You did not allow it, so you are not signed in.');
  if (error === 'login_required') return new SignInError('You were not signed in. Please sign in again.');
  if (error === 'temporarily_unavailable' || error === 'server_error') {
    return new SignInError('Signing in does not work at the moment. Please try again later.');
  }
  return new SignInError('The sign-in page did not understand the player. Please reload it and sign in again.');
}
