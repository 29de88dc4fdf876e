import { isAbort } from './api/problem.js';
import { layers } from './layers.js';
import { Places } from './places.js';
import { failed, pageBones } from './ui/states.js';

const BONES_AFTER_MS = 120;

/**
 * Shows the view that the address's fragment names: `#/album/ID`, `#/search?q=…`. Emits `navigated`.
 *
 * A view is a function of `(app, parameters, signal)` that promises `{title, node}`. The signal fires when the listener
 * has gone elsewhere meanwhile.
 */
export class Router extends EventTarget {
  #routes;
  #main;
  #app = null;
  #leaving = new AbortController();
  #keepFocus = true;
  #places = new Places();
  #place = 0;
  #shown = null;
  parameters = {};
  title = '';

  /**
   * @param routes `[[pattern, view], …]`, where a pattern's `:name` stands for one segment
   */
  constructor(main, routes, notFound) {
    super();
    this.#main = main;
    this.#routes = [...routes, ['*', notFound]];
  }

  start(app) {
    this.#app = app;
    history.scrollRestoration = 'manual';
    addEventListener('popstate', () => this.#popped());
    addEventListener('pagehide', () => this.#places.remember(this.#place));
    this.#show();
  }

  go(hash, { replace = false, keepFocus = false } = {}) {
    this.#keepFocus = keepFocus;
    if (hash === location.hash) this.reload();
    else if (replace) {
      history.replaceState(history.state, '', hash);
      this.#show();
    } else location.hash = hash;
  }

  /** Shows the same place again, without moving the focus or the page. */
  reload() {
    this.#keepFocus = true;
    return this.#show({ quiet: true });
  }

  #popped() {
    if (layers.followHistory()) return;
    const same = history.state?.place === this.#place && location.hash === this.#shown;
    if (!same) this.#show();
  }

  async #show({ quiet = false } = {}) {
    if (location.hash && !location.hash.startsWith('#/')) return;
    if (this.#shown !== null) this.#places.remember(this.#place);
    const back = history.state?.place !== undefined;
    if (!back) history.replaceState({ place: this.#places.next() }, '');
    this.#place = history.state.place;
    this.#shown = location.hash;
    this.#leaving.abort();
    this.#leaving = new AbortController();
    const { signal } = this.#leaving;
    const keepFocus = this.#keepFocus;
    this.#keepFocus = false;
    const { view, parameters } = this.#match(location.hash.slice(1) || '/');
    this.parameters = parameters;
    this.dispatchEvent(new Event('navigated'));
    this.#main.setAttribute('aria-busy', 'true');
    const bones = setTimeout(() => quiet || keepFocus || this.#main.replaceChildren(pageBones()), BONES_AFTER_MS);
    try {
      const { title, node } = await view(this.#app, parameters, signal);
      if (signal.aborted) return;
      clearTimeout(bones);
      this.#main.replaceChildren(node);
      this.#titled(title);
      if (!quiet) this.#arrive(keepFocus, back);
    } catch (error) {
      if (signal.aborted || isAbort(error)) return;
      this.#main.replaceChildren(failed(error, () => this.reload(), 'h1'));
      this.#titled('Not available');
    } finally {
      clearTimeout(bones);
      if (!signal.aborted) this.#main.removeAttribute('aria-busy');
    }
  }

  #titled(title) {
    this.title = title;
    this.dispatchEvent(new Event('titled'));
  }

  #arrive(keepFocus, back) {
    if (back && !keepFocus) this.#places.restore(this.#place, this.#main);
    else scrollTo({ top: keepFocus ? Math.min(0, scrollY) : 0, behavior: 'instant' });
    if (keepFocus) return;
    const head = this.#main.querySelector('h1') ?? this.#main;
    head.tabIndex = -1;
    head.focus({ preventScroll: true });
  }

  #match(address) {
    const [path, query = ''] = address.split('?');
    const segments = path.split('/').filter(Boolean);
    for (const [pattern, view] of this.#routes) {
      const names = pattern.split('/').filter(Boolean);
      if (pattern !== '*' && names.length !== segments.length) continue;
      if (pattern !== '*' && !names.every((name, i) => name.startsWith(':') || name === segments[i])) continue;
      const found = names.flatMap((name, i) => (name.startsWith(':') ? [[name.slice(1), decoded(segments[i])]] : []));
      return { view, parameters: { ...Object.fromEntries(new URLSearchParams(query)), ...Object.fromEntries(found) } };
    }
    throw new Error('The last route takes everything.');
  }
}

function decoded(segment) {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
