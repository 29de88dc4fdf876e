import { exclusively, stored } from '../api/stored.js';

const KEY = 'legato.outbox';
const BATCH = 50;
const BOUND = 1_000;
const SOON_MS = 1_000;
const LATER_MS = 5_000;
const LONGEST_WAIT_MS = 60_000;

/**
 * Play events on their way to the server. They stay in localStorage until a 202, whatever happens to the page or the
 * network, and keep their ids, so that the server can tell a repetition from a second event.
 *
 * Each belongs to the listener it happened to; those of another account wait until that account is back.
 */
export class Outbox {
  #api;
  #session;
  #send;
  #timer = null;
  #due = Infinity;
  #refusals = 0;

  /**
   * @param send as `send` of transport.js, for the last batch when the page goes away
   */
  constructor(api, session, send) {
    this.#api = api;
    this.#session = session;
    this.#send = send;
    session.addEventListener('identity', () => this.#schedule(SOON_MS));
    addEventListener('online', () => this.#schedule(0));
    addEventListener('pagehide', () => this.#depart());
    document.addEventListener('visibilitychange', () => document.hidden && this.#depart());
    if (this.#read().length) this.#schedule(SOON_MS);
  }

  add(event, urgent = false) {
    const events = this.#read();
    events.push({ ...event, owner: this.#session.me?.id ?? null });
    this.#write(events.slice(-BOUND));
    this.#schedule(urgent ? SOON_MS : LATER_MS);
  }

  #read() {
    return stored.read(KEY, []);
  }

  #write(events) {
    if (events.length) stored.write(KEY, events);
    else stored.remove(KEY);
  }

  #mine() {
    const me = this.#session.me?.id ?? null;
    return this.#read().filter((event) => event.owner === null || event.owner === me).slice(0, BATCH);
  }

  #schedule(wait) {
    const due = performance.now() + wait;
    if (this.#timer !== null && due >= this.#due) return;
    clearTimeout(this.#timer);
    this.#due = due;
    this.#timer = setTimeout(() => {
      this.#timer = null;
      exclusively(KEY, () => this.#flush());
    }, wait);
  }

  async #flush() {
    const batch = this.#mine();
    if (!batch.length) return;
    try {
      await this.#api.post('/v1/events', { events: batch.map(withoutOwner) });
    } catch (error) {
      if (error.transient || error.status === 401 || error.status >= 500) {
        const wait = Math.min(LONGEST_WAIT_MS, 2_000 * 2 ** this.#refusals++);
        this.#schedule((error.retryAfter ?? 0) * 1000 || wait * (0.5 + Math.random() / 2));
        return;
      }
      // A batch the server will never take must not hold up those behind it.
      console.warn(`The server refused ${batch.length} play events:`, error.message);
    }
    this.#refusals = 0;
    this.#drop(batch);
    if (this.#mine().length) this.#schedule(0);
  }

  /** Sends what there is by a request that outlives the page; without an answer it is sent again next time. */
  #depart() {
    const batch = this.#mine();
    const token = this.#session.tokenAtHand;
    if (!batch.length || !token) return;
    this.#send('POST', '/v1/events', { token, body: { events: batch.map(withoutOwner) }, keepalive: true })
      .then(() => this.#drop(batch))
      .catch(() => {});
  }

  #drop(batch) {
    const sent = new Set(batch.map((event) => event.id));
    this.#write(this.#read().filter((event) => !sent.has(event.id)));
  }
}

const withoutOwner = ({ owner, ...event }) => event;
