const BATCH = 50;
const FRESH_MS = 5 * 60_000;
const KEPT = 600;

const query = (parameters) => new URLSearchParams(parameters).toString();
const segment = encodeURIComponent;

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
      const tracks = await this.#all(`/v1/albums/${segment(id)}/tracks?limit=${BATCH}`);
      tracks.forEach((track) => this.#keep(`/v1/tracks/${segment(track.id)}`, Promise.resolve(track)));
      return tracks;
    });
  }

  artist(id) {
    return this.#remembered(`/v1/artists/${segment(id)}`);
  }

  artistAlbums(id) {
    return this.#remembered(`albums of ${id}`, () => this.#all(`/v1/artists/${segment(id)}/albums?limit=${BATCH}`));
  }

  track(id) {
    return this.#remembered(`/v1/tracks/${segment(id)}`);
  }

  /** The tracks of many ids, in the order asked, without those that are gone. */
  async tracks(ids) {
    const unknown = [...new Set(ids)].filter((id) => !this.#fresh(`/v1/tracks/${segment(id)}`));
    for (let from = 0; from < unknown.length; from += BATCH) {
      const batch = unknown.slice(from, from + BATCH);
      const { items } = await this.#api.get(`/v1/tracks?${query({ ids: batch.join(',') })}`);
      items.forEach((track) => this.#keep(`/v1/tracks/${segment(track.id)}`, Promise.resolve(track)));
    }
    const found = await Promise.all(ids.map((id) => this.#fresh(`/v1/tracks/${segment(id)}`)));
    return found.filter(Boolean);
  }

  search(text, { types = 'track,album,artist', limit = 12, signal } = {}) {
    return this.#api.get(`/v1/search?${query({ q: text, types, limit })}`, { signal });
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

  async #all(first) {
    const items = [];
    for (let path = first; path && items.length < 1000; ) {
      const page = await this.page(path);
      items.push(...page.items);
      path = page.next;
    }
    return items;
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
