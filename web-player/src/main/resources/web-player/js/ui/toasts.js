import { h } from './dom.js';
import { icon } from './icons.js';

const SHOWN_MS = 5_000;
const AT_ONCE = 3;

/** Short notes above the player that go away by themselves, but not under the pointer or with the focus inside. */
export class Toasts {
  #region;

  constructor(region) {
    this.#region = region;
  }

  /**
   * @param action optionally `{label, run}`: one thing to do about it
   */
  show(text, { kind = 'note', action = null } = {}) {
    const toast = h('div', { class: `toast toast-${kind}`, role: kind === 'error' ? 'alert' : 'status', data: { testid: 'toast' } },
      kind === 'error' ? icon('alert') : icon('check'),
      h('p', { dir: 'auto' }, text),
      action && h('button', { type: 'button', class: 'toast-action', on: { click: () => { toast.remove(); action.run(); } } }, action.label),
      h('button', { type: 'button', class: 'icon-button small', 'aria-label': 'Dismiss', on: { click: () => toast.remove() } }, icon('close')));
    while (this.#region.children.length >= AT_ONCE) this.#region.firstElementChild.remove();
    this.#region.append(toast);
    this.#expire(toast);
  }

  /** Shows what went wrong. */
  error(error, prefix = '') {
    this.show(prefix ? `${prefix} ${error.message}` : error.message, { kind: 'error' });
  }

  #expire(toast) {
    setTimeout(() => {
      if (toast.matches(':hover, :focus-within')) this.#expire(toast);
      else toast.remove();
    }, SHOWN_MS);
  }
}
