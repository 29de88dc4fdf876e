import { Problem } from './problem.js';
import { send } from './transport.js';

const TRIES = 3;
const FIRST_WAIT_MS = 300;
const LONGEST_WAIT_MS = 5_000;

const pause = (ms, signal) =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms);
    signal?.addEventListener('abort', () => {
      clearTimeout(timer);
      reject(signal.reason);
    }, { once: true });
  });

/** Calls as the listener: adds the token, replaces it when refused, and repeats what is safe to repeat. */
export class ApiClient {
  #session;

  constructor(session) {
    this.#session = session;
  }

  get(path, options) {
    return this.#call('GET', path, options).then(({ body }) => body);
  }

  /** As `get`, with the entity tag: `{status, body, etag}`. */
  read(path, options) {
    return this.#call('GET', path, options);
  }

  post(path, body, options) {
    return this.#call('POST', path, { ...options, body });
  }

  put(path, body, options) {
    return this.#call('PUT', path, { ...options, body });
  }

  patch(path, body, options) {
    return this.#call('PATCH', path, { ...options, body });
  }

  delete(path, options) {
    return this.#call('DELETE', path, options);
  }

  async #call(method, path, options = {}) {
    const repeatable = method === 'GET' || options.idempotencyKey;
    for (let tried = 1; ; tried++) {
      try {
        return await this.#authorized(method, path, options);
      } catch (error) {
        if (!(error instanceof Problem) || !error.transient || !repeatable || tried === TRIES) throw error;
        const wait = error.retryAfter === null ? FIRST_WAIT_MS * 3 ** (tried - 1) : error.retryAfter * 1000;
        if (wait > LONGEST_WAIT_MS) throw error;
        await pause(wait, options.signal);
      }
    }
  }

  async #authorized(method, path, options) {
    const token = await this.#session.accessToken();
    try {
      return await send(method, path, { ...options, token });
    } catch (error) {
      if (error.status !== 401) throw error;
      return send(method, path, { ...options, token: await this.#session.replace(token) });
    }
  }
}
