import { MAX_PAGE } from '../api/limits.js';
import { albumCard, artistCard, cardGrid } from '../ui/cards.js';
import { h } from '../ui/dom.js';
import { empty, heading } from '../ui/states.js';
import { trackList } from '../ui/track-list.js';

const KINDS = [['', 'All'], ['track', 'Tracks'], ['album', 'Albums'], ['artist', 'Artists']];
const FEW = 8;

/** What the search finds. Every letter is a new address, so an answer that comes too late has nowhere to go. */
export async function search(app, { q = '', type = '' }, signal) {
  if (!q) return { title: 'Search', node: h('div', { class: 'page' }, h('h1', {}, 'Search'), empty('search', 'Find something to hear', 'Type a song, an album or an artist. Press / to search from anywhere.')) };
  const options = type ? { types: type, limit: MAX_PAGE, signal } : { limit: FEW, signal };
  const { tracks, albums, artists } = await app.catalogue.search(q, options);
  const found = [tracks, albums, artists].some((list) => list?.items.length);
  const href = `#/search?${new URLSearchParams({ q, ...(type && { type }) })}`;
  const chips = h('nav', { class: 'chips', 'aria-label': 'Kind of result' }, KINDS.map(([kind, label]) => h('a', {
    class: 'chip', href: `#/search?${new URLSearchParams({ q, ...(kind && { type: kind }) })}`, 'aria-current': kind === type ? 'true' : null,
  }, label)));
  const part = (kind, title, list, draw) => Boolean(list?.items.length) && h('section', { class: 'section', data: { testid: `found-${kind}s` } },
    heading(title, { href: !type && list.next ? `#/search?${new URLSearchParams({ q, type: kind })}` : null }), draw(list.items));
  const node = h('div', { class: 'page' },
    h('h1', { class: 'search-head' }, 'Results for ', h('span', { dir: 'auto' }, `“${q}”`)),
    chips,
    found ? null : empty('search', `Nothing for “${q}”`, 'Check the spelling, or try fewer letters.'),
    part('track', 'Tracks', tracks, (items) => trackList(app, items, { name: `Search: ${q}`, href }, { label: 'Tracks found', covers: true, albums: true })),
    part('album', 'Albums', albums, (items) => cardGrid(app, items.map((album) => albumCard(app, album)), 'Albums found')),
    part('artist', 'Artists', artists, (items) => cardGrid(app, items.map(artistCard), 'Artists found')));
  const count = [tracks, albums, artists].reduce((sum, list) => sum + (list?.items.length ?? 0), 0);
  app.announcer.say(found ? `${count} results for ${q}` : `Nothing found for ${q}`);
  return { title: `Search: ${q}`, node };
}
