const query = (parameters) => new URLSearchParams(parameters).toString();

/** Completions of what is being typed, and the listener's recent searches. */
export class Searches {
  #api;

  constructor(api) {
    this.#api = api;
  }

  /** Names that a text may become, each `{kind, id, text, highlights: [{start, end}]}`. */
  async suggest(text, { limit, signal }) {
    return (await this.#api.get(`/v1/search/suggest?${query({ q: text, limit })}`, { signal })).items;
  }

  async recent(signal) {
    return (await this.#api.get('/v1/me/searches', { signal })).items;
  }

  /** Reports that a result was picked; that it does not arrive matters to nobody. */
  picked(pick) {
    this.#api.post('/v1/search/picks', pick).catch(() => {});
  }

  forget(id) {
    return this.#api.delete(`/v1/me/searches/${encodeURIComponent(id)}`);
  }

  forgetAll() {
    return this.#api.delete('/v1/me/searches');
  }
}
