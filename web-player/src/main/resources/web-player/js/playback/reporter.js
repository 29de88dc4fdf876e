import { randomId } from '../api/identifiers.js';
import { stored } from '../api/stored.js';

const DEVICE = 'legato.device';
const PROGRESS_MS = 10_000;
const TICK_MS = 1_000;

function deviceId() {
  const id = stored.read(DEVICE, null) ?? randomId();
  stored.write(DEVICE, id);
  return id;
}

/** Turns what the engine does into play events, and adds one of progress for every ten seconds of sound. */
export class PlayReporter {
  #outbox;
  #engine;
  #device = deviceId();
  #sounded = 0;
  #lastTick = null;

  constructor(engine, outbox) {
    this.#engine = engine;
    this.#outbox = outbox;
    engine.addEventListener('play', ({ detail }) => this.#report(detail));
    setInterval(() => this.#tick(), TICK_MS);
  }

  #report({ type, track, position, playback }) {
    if (type === 'started') this.#sounded = 0;
    this.#outbox.add(
      {
        id: randomId(),
        type,
        trackId: track.id,
        positionMs: Math.max(0, Math.round(position * 1000)),
        sessionId: playback,
        deviceId: this.#device,
        at: new Date().toISOString(),
      },
      type !== 'progress' && type !== 'seeked',
    );
  }

  #tick() {
    const now = performance.now();
    const elapsed = this.#lastTick === null ? 0 : now - this.#lastTick;
    this.#lastTick = now;
    if (this.#engine.state !== 'playing') return;
    this.#sounded += elapsed;
    const playback = this.#engine.underWay;
    if (this.#sounded < PROGRESS_MS || !playback) return;
    this.#sounded %= PROGRESS_MS;
    this.#report({ type: 'progress', ...playback });
  }
}
