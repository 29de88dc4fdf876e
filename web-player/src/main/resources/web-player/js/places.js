const KEY = 'legato.places';
const KEPT = 100;
const PATIENCE_MS = 4_000;

/** How far down each place in this tab's history was read, kept across reloads. */
export class Places {
  #scrolled = new Map(read());
  #restoring = new AbortController();

  /** A number that no place has yet. */
  next() {
    return Math.max(0, ...this.#scrolled.keys()) + 1;
  }

  remember(place) {
    this.#restoring.abort();
    this.#scrolled.delete(place);
    this.#scrolled.set(place, scrollY);
    while (this.#scrolled.size > KEPT) this.#scrolled.delete(this.#scrolled.keys().next().value);
    try {
      sessionStorage.setItem(KEY, JSON.stringify([...this.#scrolled]));
    } catch {
      // A reload forgets them then.
    }
  }

  /**
   * Scrolls to where a place was left. What the page shows there may still have to be read, so it is tried again as the
   * page grows, until the listener scrolls or some seconds have passed.
   */
  restore(place, page) {
    this.#restoring.abort();
    this.#restoring = new AbortController();
    const { signal } = this.#restoring;
    const top = this.#scrolled.get(place) ?? 0;
    const scroll = () => scrollTo({ top, behavior: 'instant' });
    scroll();
    if (Math.abs(scrollY - top) < 2) return;
    const growth = new ResizeObserver(() => {
      scroll();
      if (Math.abs(scrollY - top) < 2) this.#restoring.abort();
    });
    growth.observe(page);
    const timer = setTimeout(() => this.#restoring.abort(), PATIENCE_MS);
    const stop = () => this.#restoring.abort();
    for (const type of ['wheel', 'touchstart', 'keydown', 'pointerdown']) addEventListener(type, stop, { signal, passive: true });
    signal.addEventListener('abort', () => {
      growth.disconnect();
      clearTimeout(timer);
    });
  }
}

function read() {
  try {
    return JSON.parse(sessionStorage.getItem(KEY)) ?? [];
  } catch {
    return [];
  }
}
