/**
 * By what to turn a track down, or up, for all music to be as loud (ReplayGain 2.0). The album's gain, where there is one,
 * keeps its soft tracks softer than its loud ones; nothing is turned up so far that it would clip.
 */
export function evening(loudness) {
  if (!loudness) return 1;
  const gain = 10 ** ((loudness.albumGainDb ?? loudness.gainDb) / 20);
  return Math.min(gain, 1 / (loudness.albumPeak ?? loudness.peak));
}

/** One <audio> element and the queue item in it. Two of them take turns, so that the next track is ready in time. */
export class Deck {
  item = null;
  source = null;
  /** Position to return to when the element has to load again, in seconds. */
  position = 0;
  #volume = 1;

  constructor(audio) {
    this.audio = audio;
  }

  load(item, source, at = 0) {
    this.item = item;
    this.source = source;
    this.position = at;
    this.setVolume(this.#volume);
    this.audio.src = source.url;
    // Before the metadata is there, this sets the default playback start position (HTML, media elements).
    if (at > 0) this.audio.currentTime = at;
  }

  unload() {
    this.item = null;
    this.source = null;
    this.position = 0;
    this.audio.pause();
    if (!this.audio.hasAttribute('src')) return;
    this.audio.removeAttribute('src');
    this.audio.load();
  }

  /** The listener's volume, 0 to 1; what sounds is evened out. An element has no more than full volume. */
  setVolume(volume) {
    this.#volume = volume;
    this.audio.volume = Math.min(1, volume * evening(this.item?.track.loudness));
  }

  get expired() {
    return Boolean(this.source && Date.now() >= this.source.expiresAt);
  }

  /** Seconds; the catalogue's figure stands in until the element knows better. */
  get duration() {
    const { duration } = this.audio;
    return Number.isFinite(duration) && duration > 0 ? duration : (this.item?.track.durationMs ?? 0) / 1000;
  }

  get ready() {
    return this.audio.readyState >= HTMLMediaElement.HAVE_FUTURE_DATA;
  }
}
