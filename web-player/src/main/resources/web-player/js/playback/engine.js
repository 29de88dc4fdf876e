import { randomId } from '../api/identifiers.js';
import { Deck } from './deck.js';
import { isAvailable } from './queue.js';
import { isDisplacement, refusalOf } from './refusal.js';

const PREPARE_S = 25;
const HAND_OVER_S = 0.7;
const LEAD_MS = 25;
const RETRY_WAITS_MS = [0, 800, 2_500, 6_000];
const RESTART_S = 3;
const FAILURES_IN_A_ROW = 3;

/**
 * Plays the queue. Two decks take turns: while one plays, the other loads what comes next, and takes over a moment
 * before the end, so that no silence falls between.
 *
 * Emits `state` (idle, loading, playing, paused, offline), `time`, `track`, `volume`, `offline` (it waits for the network),
 * `displaced` (another player of the same plan took over; detail: {problem}), `failed` (detail: {track, error}), and for
 * those who keep count `play`, each with detail `{type, track, position, playback}`: started, paused, seeked, finished,
 * skipped. `playback` names one playback of one track.
 */
export class Engine extends EventTarget {
  #queue;
  #sources;
  #active;
  #idle;
  #state = 'idle';
  #wanted = false;
  #turn = 0;
  #tries = 0;
  #failures = 0;
  #playback = null;
  #started = false;
  #handOver = null;
  #restoreAt = 0;
  #volume = 1;

  constructor(queue, sources, [first, second]) {
    super();
    this.#queue = queue;
    this.#sources = sources;
    this.#active = new Deck(first);
    this.#idle = new Deck(second);
    for (const deck of [this.#active, this.#idle]) this.#listen(deck);
    queue.addEventListener('change', () => this.#queueChanged());
    addEventListener('offline', () => this.#state === 'loading' && this.#waitForNetwork());
    addEventListener('online', () => this.#networkIsBack());
  }

  get state() {
    return this.#state;
  }

  get playing() {
    return this.#wanted;
  }

  get track() {
    return this.#queue.current?.track ?? null;
  }

  /** Seconds from the track's start. */
  get position() {
    if (!this.#active.item) return this.#restoreAt;
    return this.#active.audio.readyState > 0 ? this.#active.audio.currentTime : this.#active.position;
  }

  get duration() {
    return this.#active.item ? this.#active.duration : (this.track?.durationMs ?? 0) / 1000;
  }

  /** The end of what is buffered around the playhead, in seconds. */
  get buffered() {
    const { buffered, currentTime } = this.#active.audio;
    for (let i = 0; i < buffered.length; i++) {
      if (buffered.start(i) <= currentTime + 0.5 && currentTime <= buffered.end(i)) return buffered.end(i);
    }
    return 0;
  }

  get volume() {
    return this.#volume;
  }

  get muted() {
    return this.#active.audio.muted;
  }

  setVolume(volume) {
    this.#volume = Math.min(1, Math.max(0, volume));
    for (const deck of [this.#active, this.#idle]) {
      deck.setVolume(this.#volume);
      deck.audio.muted = false;
    }
    this.#emit('volume');
  }

  setMuted(muted) {
    for (const deck of [this.#active, this.#idle]) deck.audio.muted = muted;
    this.#emit('volume');
  }

  /** Plays the available of these tracks from the one at `start`, or from the next; tells whether there are any. */
  playAll(tracks, start = 0, source = null) {
    const available = tracks.filter(isAvailable);
    if (!available.length) return false;
    this.#leave();
    const before = tracks.slice(0, start).filter(isAvailable).length;
    this.#queue.replace(available, Math.min(before, available.length - 1), source);
    this.#begin(0, true);
    return true;
  }

  playItem(key) {
    this.#leave();
    if (this.#queue.select(key)) this.#begin(0, true);
  }

  /** Shows the current track at a position without sounding, as after a reload. */
  resumeAt(position) {
    this.#restoreAt = position;
    if (this.#queue.current) {
      this.#setState('paused');
      this.#emit('track');
    }
  }

  toggle() {
    if (this.#wanted) this.pause();
    else this.play();
  }

  play() {
    const current = this.#queue.current;
    if (!current) return;
    this.#failures = 0;
    if (this.#active.item?.key !== current.key || this.#active.expired || this.#active.audio.error) {
      this.#begin(this.position, true, this.#active.item?.key === current.key);
    } else {
      this.#wanted = true;
      this.#sound();
    }
  }

  pause() {
    this.#wanted = false;
    this.#active.audio.pause();
    if (this.#state === 'loading' || this.#state === 'offline') this.#setState('paused');
  }

  seek(seconds) {
    if (!this.#queue.current) return;
    const to = Math.min(Math.max(0, seconds), Math.max(0, this.duration - 0.25));
    clearTimeout(this.#handOver);
    this.#handOver = null;
    if (!this.#active.item) this.#restoreAt = to;
    else if (this.#active.expired) this.#begin(to, this.#wanted, true);
    else {
      this.#active.position = to;
      this.#active.audio.currentTime = to;
    }
    if (this.#started) this.#report('seeked', to);
    this.#emit('time');
  }

  next() {
    this.#leave();
    if (this.#queue.next()) this.#begin(0, true);
    else this.stop();
  }

  /** Back to the start of this track, or to the one before when it has only just begun. */
  previous() {
    if (this.position > RESTART_S) {
      this.seek(0);
      return;
    }
    this.#leave();
    if (this.#queue.previous()) this.#begin(0, true);
    else this.seek(0);
  }

  stop() {
    this.#leave();
    this.#wanted = false;
    this.#turn++;
    this.#active.unload();
    this.#idle.unload();
    this.#restoreAt = 0;
    this.#setState(this.#queue.current ? 'paused' : 'idle');
    this.#emit('time');
    this.#emit('track');
  }

  /** Loads the current item into the active deck, or takes over the deck that already holds it. */
  async #begin(at, sound, again = false) {
    const item = this.#queue.current;
    const turn = ++this.#turn;
    this.#wanted = sound;
    this.#restoreAt = 0;
    clearTimeout(this.#handOver);
    this.#handOver = null;
    if (!again) this.#newPlayback();
    if (this.#idle.item?.key === item.key && !this.#idle.expired && !this.#idle.audio.error && at === 0) {
      this.#swap();
      this.#emit('track');
      this.#sound();
      return;
    }
    this.#active.unload();
    this.#active.item = item;
    this.#active.position = at;
    this.#setState('loading');
    if (!again) this.#emit('track');
    try {
      const source = await this.#sources.of(item.track.id);
      if (turn !== this.#turn) return;
      this.#active.load(item, source, at);
      if (this.#wanted) this.#sound();
    } catch (error) {
      if (turn === this.#turn) this.#broke(error);
    }
  }

  #sound() {
    if (!this.#active.ready) this.#setState('loading');
    this.#active.audio.play().catch((error) => {
      if (error.name !== 'NotAllowedError') return;
      this.#wanted = false;
      this.#setState('paused');
    });
  }

  #swap() {
    const left = this.#active;
    this.#active = this.#idle;
    this.#idle = left;
    this.#active.audio.toggleAttribute('data-active', true);
    this.#idle.audio.toggleAttribute('data-active', false);
    this.#idle.unload();
  }

  #listen(deck) {
    const { audio } = deck;
    const when = (type, act) => audio.addEventListener(type, () => deck === this.#active && act());
    when('playing', () => this.#sounding());
    when('pause', () => this.#paused());
    when('waiting', () => this.#waiting());
    when('timeupdate', () => this.#ticked());
    when('durationchange', () => this.#emit('time'));
    when('progress', () => this.#emit('time'));
    when('ended', () => this.#ended());
    audio.addEventListener('error', () => {
      if (!deck.item || !audio.hasAttribute('src')) return;
      if (deck === this.#active) this.#broke(audio.error);
      else {
        this.#sources.forget(deck.item.track.id);
        deck.unload();
      }
    });
  }

  #waiting() {
    if (!this.#wanted) return;
    if (navigator.onLine) this.#setState('loading');
    else this.#waitForNetwork();
  }

  /** Nothing can be fetched now: the listener is told, and what was wanted is begun again when there is a network. */
  #waitForNetwork() {
    if (this.#state === 'offline' || !this.#wanted) return;
    this.#setState('offline');
    this.#emit('offline');
  }

  #networkIsBack() {
    if (this.#state === 'offline') this.#begin(this.position, this.#wanted, true);
  }

  #sounding() {
    this.#setState('playing');
    this.#failures = 0;
    if (!this.#started) {
      this.#started = true;
      this.#report('started');
    }
  }

  #paused() {
    const { audio, source } = this.#active;
    // A late event of what was unloaded meanwhile, the pause before `ended`, or a failure: not the listener's pause.
    if (!source || !audio.paused || audio.ended || audio.error) return;
    this.#wanted = false;
    this.#setState('paused');
    if (this.#started) this.#report('paused');
  }

  #ticked() {
    const { audio } = this.#active;
    if (audio.currentTime > this.#active.position + 4) this.#tries = 0;
    if (!audio.error) this.#active.position = audio.currentTime;
    const left = this.#active.duration - audio.currentTime;
    if (left < PREPARE_S && this.#wanted) this.#prepare();
    if (left < HAND_OVER_S && this.#wanted && this.#handOver === null && this.#idle.ready) {
      this.#handOver = setTimeout(() => this.#ended(), Math.max(0, left * 1000 - LEAD_MS));
    }
    this.#emit('time');
  }

  #ended() {
    clearTimeout(this.#handOver);
    this.#handOver = null;
    if (this.#started) this.#report('finished', this.#active.duration);
    this.#started = false;
    if (this.#queue.peekNext(true)) {
      const again = this.#queue.peekNext(true).key === this.#queue.current.key;
      this.#queue.next(true);
      if (again) this.#active.item = null;
      this.#begin(0, true);
    } else this.stop();
  }

  /** Fills the idle deck with what comes next, unless it holds that already. */
  async #prepare() {
    const next = this.#queue.peekNext(true);
    if (!next || next.key === this.#queue.current?.key || this.#idle.item?.key === next.key) return;
    this.#idle.unload();
    this.#idle.item = next;
    const source = await this.#sources.of(next.track.id).catch(() => null);
    if (source && this.#idle.item?.key === next.key && !this.#idle.source) this.#idle.load(next, source);
  }

  #queueChanged() {
    const next = this.#queue.peekNext(true);
    if (this.#idle.item && this.#idle.item.key !== next?.key && this.#idle.item.key !== this.#queue.current?.key) {
      this.#idle.unload();
    }
    if (!this.#queue.current && this.#active.item) this.stop();
  }

  /**
   * The element says only that it failed. The likely reason is a signature that ran out (403), so a fresh URL is
   * fetched and playing goes on from where it was; what keeps failing is reported and left for the next track.
   */
  async #broke(error) {
    const item = this.#active.item;
    const turn = this.#turn;
    this.#sources.forget(item.track.id);
    if (!navigator.onLine) {
      if (this.#wanted) this.#waitForNetwork();
      else this.#setState('paused');
      return;
    }
    const refusal = this.#active.source && !this.#active.expired ? await refusalOf(this.#active.source.url) : null;
    if (turn !== this.#turn) return;
    if (isDisplacement(refusal)) {
      this.#displaced(refusal);
      return;
    }
    if (this.#tries < RETRY_WAITS_MS.length && !(error?.status >= 400 && error.status < 500)) {
      this.#setState(this.#wanted ? 'loading' : 'paused');
      await new Promise((resolve) => setTimeout(resolve, RETRY_WAITS_MS[this.#tries++]));
      if (turn === this.#turn) this.#begin(this.#active.position, this.#wanted, true);
      return;
    }
    this.#tries = 0;
    this.dispatchEvent(new CustomEvent('failed', { detail: { track: item.track, error } }));
    this.#started = false;
    if (++this.#failures < FAILURES_IN_A_ROW && this.#wanted && this.#queue.next()) this.#begin(0, true);
    else {
      this.#wanted = false;
      this.#setState('paused');
    }
  }

  /** Another player has the plan's place: to try again would take it back, which only the listener decides. */
  #displaced(problem) {
    this.#wanted = false;
    this.#idle.unload();
    this.#setState('paused');
    if (this.#started) this.#report('paused', this.#active.position);
    this.dispatchEvent(new CustomEvent('displaced', { detail: { problem } }));
  }

  #newPlayback() {
    this.#playback = randomId();
    this.#started = false;
    this.#tries = 0;
  }

  /** The listener goes elsewhere before the end. */
  #leave() {
    if (this.#started && !this.#active.audio.ended) this.#report('skipped');
    this.#started = false;
  }

  #report(type, position = this.position) {
    const detail = { type, track: this.#active.item.track, position, playback: this.#playback };
    this.dispatchEvent(new CustomEvent('play', { detail }));
  }

  #setState(state) {
    if (state === this.#state) return;
    this.#state = state;
    this.#emit('state');
  }

  #emit(type) {
    this.dispatchEvent(new Event(type));
  }

  /** The playback under way, for those who report on it, or null. */
  get underWay() {
    return this.#started ? { track: this.#active.item.track, playback: this.#playback, position: this.position } : null;
  }
}
