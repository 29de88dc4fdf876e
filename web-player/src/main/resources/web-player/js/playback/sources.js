const PREFERRED = 'aac-160';
const SPARE_MS = 60_000;

/** The best file for this browser: the even, small rendition if it plays, else the original, else anything that does. */
export function chooseFile(files, canPlay) {
  const playable = files.filter((file) => canPlay(file.contentType));
  return (
    playable.find((file) => file.rendition === PREFERRED) ??
    playable.find((file) => file.rendition === 'original') ??
    playable[0] ??
    null
  );
}

/** Where tracks can be fetched from, until their signed URLs expire. */
export class Sources {
  #listening;
  #canPlay;
  #known = new Map();

  /**
   * @param canPlay tells whether the browser plays a media type
   */
  constructor(listening, canPlay) {
    this.#listening = listening;
    this.#canPlay = canPlay;
  }

  /** `{url, rendition, contentType, waveform, expiresAt}`. */
  async of(trackId) {
    const known = this.#known.get(trackId);
    if (known && Date.now() < known.expiresAt - SPARE_MS) return known;
    const { files, waveform, expiresAt } = await this.#listening.playback(trackId);
    const file = chooseFile(files, this.#canPlay);
    if (!file) throw new Error('This browser cannot play any of the formats this track comes in.');
    const source = { ...file, waveform, expiresAt: Date.parse(expiresAt) };
    this.#known.set(trackId, source);
    return source;
  }

  /** Forgets a URL that no longer opens. */
  forget(trackId) {
    this.#known.delete(trackId);
  }

  clear() {
    this.#known.clear();
  }
}
