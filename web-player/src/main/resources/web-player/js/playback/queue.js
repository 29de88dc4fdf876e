import { randomId } from '../api/identifiers.js';

/** Whether a track can be played; one whose file is gone stays in the catalogue and in playlists. */
export const isAvailable = (track) => track.available !== false;

/** Whether only a track's id is known yet. */
const isUnread = (track) => track.name === undefined;

/** Tracks that a snapshot holds before the current one, and in all. */
const KEPT_BEFORE = 20;
const KEPT_TRACKS = 300;

/** What happens at the end: stop, begin again, or stay on one track. */
export const REPEAT = ['off', 'all', 'one'];

/**
 * The order of play. Emits `change` after every change; knows nothing of sound.
 *
 * Items are `{key, track, rank}`; the array is the order they will play in, and `rank` remembers the order before
 * shuffling, so that shuffle can be undone.
 */
export class Queue extends EventTarget {
  #items = [];
  #index = -1;
  #shuffle = false;
  #repeat = 'off';
  #source = null;
  #random;

  constructor(random = Math.random) {
    super();
    this.#random = random;
  }

  get items() {
    return this.#items;
  }

  get index() {
    return this.#index;
  }

  get current() {
    return this.#items[this.#index] ?? null;
  }

  get upcoming() {
    return this.#items.slice(this.#index + 1);
  }

  /** Where the tracks came from, `{name, href}`, or null. */
  get source() {
    return this.#source;
  }

  get shuffle() {
    return this.#shuffle;
  }

  get repeat() {
    return this.#repeat;
  }

  /** Replaces everything and makes the track at `start` current. */
  replace(tracks, start = 0, source = null) {
    this.#items = tracks.map((track, rank) => ({ key: randomId(), track, rank }));
    this.#index = tracks.length ? start : -1;
    this.#source = source;
    if (this.#shuffle) this.#scatter(true);
    this.#changed();
  }

  playNext(tracks) {
    const rank = this.current?.rank ?? -1;
    const items = tracks.map((track, i) => ({ key: randomId(), track, rank: rank + (i + 1) / (tracks.length + 1) }));
    this.#items.splice(this.#index + 1, 0, ...items);
    this.#changed();
  }

  append(tracks) {
    const last = Math.max(-1, ...this.#items.map((item) => item.rank));
    this.#items.push(...tracks.map((track, i) => ({ key: randomId(), track, rank: Math.floor(last) + 1 + i })));
    this.#changed();
  }

  remove(key) {
    const at = this.#items.findIndex((item) => item.key === key);
    if (at < 0 || at === this.#index) return;
    this.#items.splice(at, 1);
    if (at < this.#index) this.#index--;
    this.#changed();
  }

  /** Moves an item to a place among the upcoming, 0 being next. */
  move(key, place) {
    const from = this.#items.findIndex((item) => item.key === key);
    if (from <= this.#index) return;
    const [item] = this.#items.splice(from, 1);
    this.#items.splice(Math.min(this.#items.length, this.#index + 1 + Math.max(0, place)), 0, item);
    this.#changed();
  }

  clearUpcoming() {
    this.#items.length = this.#index + 1;
    this.#changed();
  }

  clear() {
    this.replace([]);
  }

  select(key) {
    const at = this.#items.findIndex((item) => item.key === key);
    if (at < 0) return null;
    this.#index = at;
    this.#changed();
    return this.current;
  }

  /**
   * The item to play after the current one, without going there.
   *
   * @param ended whether the current track ended by itself: only then does repeating one track keep it
   */
  peekNext(ended = true) {
    if (ended && this.#repeat === 'one') return this.current;
    return this.#items[this.#index + 1] ?? (this.#repeat === 'off' ? null : (this.#items[0] ?? null));
  }

  next(ended = false) {
    const item = this.peekNext(ended);
    return item ? this.select(item.key) : null;
  }

  previous() {
    const at = this.#index - 1;
    const item = this.#items[at] ?? (this.#repeat === 'all' ? this.#items.at(-1) : null);
    return item ? this.select(item.key) : null;
  }

  setShuffle(on) {
    this.#shuffle = on;
    if (on) this.#scatter(false);
    else this.#gather();
    this.#changed();
  }

  setRepeat(mode) {
    this.#repeat = mode;
    this.#changed();
  }

  /**
   * Everything needed to go on after a reload: every item's track id and rank, and the tracks themselves around the current
   * item, since a browser stores only a few megabytes.
   */
  snapshot() {
    const { index, shuffle, repeat, source } = this;
    const from = Math.max(0, index - KEPT_BEFORE);
    const tracks = this.#items.slice(from, from + KEPT_TRACKS).map((item) => item.track);
    const ids = this.#items.map((item) => item.track.id);
    const ranks = this.#items.map((item) => item.rank);
    return { ids, ranks, from, tracks, index, shuffle, repeat, source };
  }

  /** Takes up a snapshot; answers the ids of the tracks that `complete` is still to be given. */
  restore({ ids, ranks, from, tracks, index, shuffle, repeat, source }) {
    if (![ids, ranks, tracks].every(Array.isArray) || ids.length !== ranks.length || !tracks[index - from]) return [];
    this.#items = ids.map((id, i) => ({ key: randomId(), track: tracks[i - from] ?? { id }, rank: ranks[i] }));
    this.#index = index;
    this.#shuffle = Boolean(shuffle);
    this.#repeat = REPEAT.includes(repeat) ? repeat : 'off';
    this.#source = source ?? null;
    this.#changed();
    return [...new Set(this.#items.map((item) => item.track).filter(isUnread).map((track) => track.id))];
  }

  /** Fills in tracks of which only the ids were restored; items whose track is not among them are dropped. */
  complete(tracks) {
    const known = new Map(tracks.map((track) => [track.id, track]));
    const { current } = this;
    for (const item of this.#items) if (isUnread(item.track)) item.track = known.get(item.track.id) ?? item.track;
    this.#items = this.#items.filter((item) => item === current || !isUnread(item.track));
    this.#index = this.#items.indexOf(current);
    this.#changed();
  }

  /** Fisher–Yates over what is to come; with `all`, the current item goes first and everything else follows. */
  #scatter(all) {
    if (all && this.#index > 0) {
      this.#items.unshift(...this.#items.splice(this.#index, 1));
      this.#index = 0;
    }
    for (let i = this.#items.length - 1; i > this.#index + 1; i--) {
      const j = this.#index + 1 + Math.floor(this.#random() * (i - this.#index));
      [this.#items[i], this.#items[j]] = [this.#items[j], this.#items[i]];
    }
  }

  #gather() {
    const current = this.current;
    this.#items.sort((a, b) => a.rank - b.rank);
    this.#index = this.#items.indexOf(current);
  }

  #changed() {
    this.dispatchEvent(new Event('change'));
  }
}
