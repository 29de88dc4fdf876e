import { MAX_IDS, MAX_PAGE } from './limits.js';
import { allPages, inBatches } from './pages.js';

const READERS = 3;
const FRESH_MS = 5 * 60_000;
const KEPT = 600;

const query = (parameters) => new URLSearchParams(parameters).toString();
const segment = encodeURIComponent;
const trackPath = (id) => `/v1/tracks/${segment(id)}`;

/** Tracks, albums, artists and search; what was read lately is answered from memory. */
export class Catalogue {
  #api;
  #known = new Map();

  constructor(api) {
    this.#api = api;
  }

  albums(limit = 48) {
    return this.#remembered(`/v1/albums?${query({ limit })}`);
  }

  album(id) {
    return this.#remembered(`/v1/albums/${segment(id)}`);
  }

  /** Every track of an album, in order. */
  albumTracks(id) {
    return this.#remembered(`tracks of ${id}`, async () => {
      const tracks = await this.#all(`/v1/albums/${segment(id)}/tracks?limit=${MAX_PAGE}`);
      for (const track of tracks) this.#keep(trackPath(track.id), Promise.resolve(track));
      return tracks;
    });
  }

  artist(id) {
    return this.#remembered(`/v1/artists/${segment(id)}`);
  }

  artistAlbums(id) {
    return this.#remembered(`albums of ${id}`, () => this.#all(`/v1/artists/${segment(id)}/albums?limit=${MAX_PAGE}`));
  }

  track(id) {
    return this.#remembered(trackPath(id));
  }

  /** The tracks of many ids, in the order asked, without those that are gone. */
  async tracks(ids) {
    const found = new Map();
    const unknown = [];
    for (const id of new Set(ids)) {
      const known = this.#fresh(trackPath(id));
      if (known) found.set(id, await known);
      else unknown.push(id);
    }
    const batches = inBatches(unknown, MAX_IDS);
    const readers = Array.from({ length: READERS }, async () => {
      for (let batch = batches.shift(); batch; batch = batches.shift()) {
        const { items } = await this.#api.get(`/v1/tracks?${query({ ids: batch.join(',') })}`);
        for (const track of items) {
          found.set(track.id, track);
          this.#keep(trackPath(track.id), Promise.resolve(track));
        }
      }
    });
    await Promise.all(readers);
    return ids.map((id) => found.get(id)).filter(Boolean);
  }

  /** @param filters `genre` and `year`, each left out if empty */
  search(text, { types = 'track,album,artist', limit = 12, genre = '', year = '', facets = '', signal } = {}) {
    const asked = { q: text, types, limit, ...(genre && { genre }), ...(year && { year }), ...(facets && { facets }) };
    return this.#api.get(`/v1/search?${query(asked)}`, { signal });
  }

  /** The page behind a list's `next`. */
  page(next, signal) {
    if (!next.startsWith('/v1/')) throw new TypeError(`next: ${next} (expected: a path under /v1/)`);
    return this.#api.get(next, { signal });
  }

  /** Forgets everything, so that what is new is seen. */
  clear() {
    this.#known.clear();
  }

  #all(first) {
    return allPages(first, (path) => this.page(path));
  }

  #remembered(key, read = () => this.#api.get(key)) {
    return this.#fresh(key) ?? this.#keep(key, read());
  }

  #fresh(key) {
    const entry = this.#known.get(key);
    return entry && performance.now() - entry.at < FRESH_MS ? entry.value : undefined;
  }

  #keep(key, value) {
    value.catch(() => this.#known.delete(key));
    this.#known.delete(key);
    this.#known.set(key, { value, at: performance.now() });
    if (this.#known.size > KEPT) this.#known.delete(this.#known.keys().next().value);
    return value;
  }
}
