const KEPT = 50;
const LOUDEST = 255;

/** How loud tracks are from start to end, as the import measured it. */
export class Waveforms {
  #sources;
  #known = new Map();

  constructor(sources) {
    this.#sources = sources;
  }

  /** Peaks from 0 to 1, evenly spread over the track; null if there are none to be had. */
  async of(trackId) {
    if (!this.#known.has(trackId)) {
      this.#known.set(trackId, this.#read(trackId));
      if (this.#known.size > KEPT) this.#known.delete(this.#known.keys().next().value);
    }
    const peaks = await this.#known.get(trackId).catch(() => null);
    if (!peaks) this.#known.delete(trackId);
    return peaks;
  }

  async #read(trackId) {
    const { waveform } = await this.#sources.of(trackId);
    if (!waveform) return null;
    const answer = await fetch(waveform, { credentials: 'omit' });
    if (!answer.ok) return null;
    const { peaks } = await answer.json();
    return Array.isArray(peaks) && peaks.length && peaks.every(Number.isFinite) ? peaks.map((peak) => peak / LOUDEST) : null;
  }
}
