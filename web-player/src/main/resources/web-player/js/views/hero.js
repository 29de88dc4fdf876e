import { cover } from '../ui/artwork.js';
import { h, named } from '../ui/dom.js';
import { lit } from '../ui/tint.js';

/**
 * The head of a page about one thing: its picture, what it is, its name, a few facts, and what can be done with it.
 *
 * @param item `{id, artwork}` for the picture and the light
 */
export function hero(item, { kind, title, lines = [], round = false, picture = null }, ...acts) {
  return lit(h('header', { class: 'hero' },
    h('div', { class: 'hero-art' }, picture ?? cover(item, 264, { eager: true, round })),
    h('div', { class: 'hero-text' },
      h('p', { class: 'eyebrow' }, kind),
      h('h1', { class: title.length > 34 ? 'long' : null, data: { testid: 'page-title' } }, named(title)),
      lines.filter(Boolean).map((line) => h('p', { class: 'hero-line' }, line)),
      h('div', { class: 'hero-acts' }, acts))), item);
}
