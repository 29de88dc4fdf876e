import { sha256 } from './sha256.js';

const SECRET_BYTES = 32;

/** Base64url without padding, RFC 4648 §5. */
export const base64url = (bytes) =>
  btoa(String.fromCharCode(...bytes)).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');

/** 256 random bits in base64url: a state, a nonce, or a code verifier (RFC 7636 §4.1). */
export const secret = () => base64url(crypto.getRandomValues(new Uint8Array(SECRET_BYTES)));

/** The code challenge of a verifier by the method S256, RFC 7636 §4.2. */
export const challengeOf = async (verifier) => base64url(await sha256(new TextEncoder().encode(verifier)));

/** The claims of a JWT, unverified; null if it is none. */
export function claimsOf(token) {
  try {
    const text = atob(token.split('.')[1].replace(/-/g, '+').replace(/_/g, '/'));
    return JSON.parse(new TextDecoder().decode(Uint8Array.from(text, (letter) => letter.charCodeAt(0))));
  } catch {
    return null;
  }
}
