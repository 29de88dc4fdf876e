/** Shows on the page which track, album or playlist is the one that plays. */
export class PlayingMarks {
  #engine;
  #queue;

  constructor(engine, queue) {
    this.#engine = engine;
    this.#queue = queue;
    for (const type of ['state', 'track']) engine.addEventListener(type, () => this.mark(document));
  }

  mark(root) {
    const id = this.#engine.track?.id;
    const { playing, state } = this.#engine;
    for (const line of root.querySelectorAll('[data-track-id]')) {
      const current = line.dataset.trackId === id;
      line.classList.toggle('is-current', current);
      line.classList.toggle('is-playing', current && playing);
      line.classList.toggle('is-sounding', current && state === 'playing');
      if (current) line.setAttribute('aria-current', 'true');
      else line.removeAttribute('aria-current');
      this.#label(line.querySelector('[data-play]'), current && playing);
    }
    for (const button of root.querySelectorAll('[data-play-source]')) {
      const current = playing && button.dataset.playSource === this.#queue.source?.href;
      button.classList.toggle('is-playing', current);
      this.#label(button, current);
    }
  }

  #label(button, playing) {
    if (!button) return;
    const label = `${playing ? 'Pause' : 'Play'} ${button.dataset.play}`;
    if (button.getAttribute('aria-label') !== label) button.setAttribute('aria-label', label);
  }
}
