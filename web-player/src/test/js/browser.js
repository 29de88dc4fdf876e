/** What the page's modules ask of a browser and Node has under another name, or not at all. */
import { webcrypto } from 'node:crypto';

globalThis.crypto ??= webcrypto;

/** A localStorage in memory, which can be full. */
export function memoryStorage() {
  const values = new Map();
  return {
    full: false,
    getItem: (key) => values.get(key) ?? null,
    setItem(key, value) {
      if (this.full) throw new DOMException('full', 'QuotaExceededError');
      values.set(key, value);
    },
    removeItem: (key) => values.delete(key),
  };
}

/** An answer of the network. */
export const answer = (status, body, headers = {}) =>
  new Response(body === undefined ? null : JSON.stringify(body), { status, headers });

const { fetch } = globalThis;

/** Answers one call after the other; the calls are `[method, path, headers, body]`, a form as a text. */
export function network(...answers) {
  const calls = [];
  globalThis.fetch = async (path, { method, headers, body }) => {
    calls.push([method, path, headers, headers['Content-Type'] === 'application/json' ? JSON.parse(body) : body]);
    const next = answers.shift();
    if (next instanceof Error) throw next;
    return next;
  };
  return calls;
}

export function restoreNetwork() {
  globalThis.fetch = fetch;
}
