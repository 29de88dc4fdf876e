import { h } from './dom.js';
import { icon } from './icons.js';
import { isAbort } from '../api/problem.js';

/** Nothing here yet, and what to do about it. */
export const empty = (picture, title, text, action = null) =>
  h('div', { class: 'state', data: { testid: 'empty' } },
    h('span', { class: 'state-picture' }, icon(picture)), h('h2', {}, title), h('p', {}, text), action);

/** Something failed, and how to try again; `level` is the heading's. */
export function failed(error, retry = null, level = 'h2') {
  const missing = error.status === 404;
  return h('div', { class: 'state', role: 'alert', data: { testid: 'error' } },
    h('span', { class: 'state-picture' }, icon(missing ? 'disc' : 'alert')),
    h(level, {}, missing ? 'That isn’t here' : error.status === 0 ? 'No connection' : 'Something went wrong'),
    h('p', {}, missing ? 'It may have been removed, or the link is not quite right.' : error.message),
    missing
      ? h('a', { class: 'button primary', href: '#/' }, 'Go to Home')
      : retry && h('button', { type: 'button', class: 'button primary', on: { click: retry } }, 'Try again'),
    error.requestId && h('p', { class: 'state-id' }, `Request ${error.requestId}`));
}

const bone = (className) => h('span', { class: `bone ${className}` });

export const cardBones = (count = 6) => h('ul', { class: 'cards', 'aria-hidden': 'true' },
  Array.from({ length: count }, () => h('li', { class: 'card' }, bone('bone-cover'), bone('bone-line'), bone('bone-line short'))));

export const trackBones = (count = 6) => h('div', { class: 'bones', 'aria-hidden': 'true' },
  Array.from({ length: count }, () => h('div', { class: 'bone-track' }, bone('bone-art'), bone('bone-line'), bone('bone-line short'))));

export const pageBones = () => h('div', { class: 'page', 'aria-hidden': 'true' },
  h('div', { class: 'hero' }, bone('bone-hero'), h('div', { class: 'hero-text' }, bone('bone-line short'), bone('bone-title'), bone('bone-line'))),
  trackBones());

/**
 * A section that fills itself: bones first, then what `draw` makes of what was read; gone when there is nothing.
 *
 * @param head its heading, an element
 * @param read gives a promise of the data
 * @param draw gives an element, or null for nothing
 */
export function section(head, bones, read, draw) {
  const box = h('section', { class: 'section', 'aria-busy': 'true' });
  const load = async () => {
    box.replaceChildren(head, bones());
    try {
      const drawn = draw(await read());
      if (drawn) box.replaceChildren(head, drawn);
      else box.remove();
    } catch (error) {
      if (isAbort(error)) return;
      box.replaceChildren(head, failed(error, load));
    } finally {
      box.removeAttribute('aria-busy');
    }
  };
  load();
  return box;
}

export const heading = (title, { href = null, note = null, level = 'h2' } = {}) =>
  h('div', { class: 'section-head' },
    h(level, {}, href ? h('a', { href }, title) : title),
    note && h('p', {}, note),
    href && h('a', { class: 'section-more', href, 'aria-label': `Show all: ${title}` }, 'Show all'));
