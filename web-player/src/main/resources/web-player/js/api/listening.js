import { MAX_PAGE } from './limits.js';

const segment = encodeURIComponent;

/** What was heard, by everyone and by this listener, and what follows from it. Answers come with their tracks. */
export class Listening {
  #api;
  #catalogue;

  constructor(api, catalogue) {
    this.#api = api;
    this.#catalogue = catalogue;
  }

  /** `[{track, plays}]`, most played first. */
  charts(window = 'day', limit = MAX_PAGE) {
    return this.#withTracks(`/v1/charts/tracks?window=${segment(window)}&limit=${limit}`);
  }

  /** `[{track, playedAt}]`, latest first. */
  history(limit = MAX_PAGE) {
    return this.#withTracks(`/v1/me/history?limit=${limit}`);
  }

  /** `[{track, score}]`, nearest first. */
  similar(trackId, limit = 12) {
    return this.#withTracks(`/v1/tracks/${segment(trackId)}/similar?limit=${limit}`);
  }

  recommendations(limit = 12) {
    return this.#withTracks(`/v1/me/recommendations?limit=${limit}`);
  }

  /** `{plays, listeners}`. */
  stats(trackId) {
    return this.#api.get(`/v1/tracks/${segment(trackId)}/stats`);
  }

  /** `{expiresAt, files, hls, dash, waveform}`. */
  playback(trackId) {
    return this.#api.get(`/v1/tracks/${segment(trackId)}/playback`);
  }

  async #withTracks(path) {
    const { items } = await this.#api.get(path);
    const tracks = await this.#catalogue.tracks(items.map((item) => item.trackId));
    const byId = new Map(tracks.map((track) => [track.id, track]));
    return items.filter((item) => byId.has(item.trackId)).map((item) => ({ ...item, track: byId.get(item.trackId) }));
  }
}
