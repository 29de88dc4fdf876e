import { MAX_PAGE } from '../api/limits.js';
import { albumCard, artistCard, cardGrid } from '../ui/cards.js';
import { h } from '../ui/dom.js';
import { empty, heading } from '../ui/states.js';
import { trackList } from '../ui/track-list.js';
import { completions, recentSearches } from './search-helps.js';

const KINDS = [['', 'All'], ['track', 'Tracks'], ['album', 'Albums'], ['artist', 'Artists']];
const FEW = 8;
const GENRES = 6;

const address = (parameters) => {
  const given = Object.entries(parameters).filter(([, value]) => value);
  return `#/search?${new URLSearchParams(given)}`;
};

/** What the search finds. Every letter is a new address, so an answer that comes too late has nowhere to go. */
export async function search(app, { q = '', type = '', genre = '' }, signal) {
  if (!q) return { title: 'Search', node: await start(app, signal) };
  const options = { ...(type ? { types: type, limit: MAX_PAGE } : { limit: FEW }), genre, facets: 'genre', signal };
  const [{ tracks, albums, artists, facets }, names] = await Promise.all([
    app.catalogue.search(q, options), completions(app, q, signal),
  ]);
  const found = [tracks, albums, artists].some((list) => list?.items.length);
  const href = address({ q, type, genre });
  const kinds = h('nav', { class: 'chips', 'aria-label': 'Kind of result' }, KINDS.map(([kind, label]) => h('a', {
    class: 'chip', href: address({ q, type: kind, genre }), 'aria-current': kind === type ? 'true' : null,
  }, label)));
  const part = (kind, title, list, draw) => Boolean(list?.items.length) && h('section', { class: 'section', data: { testid: `found-${kind}s` } },
    heading(title, { href: !type && list.next ? address({ q, type: kind, genre }) : null }), draw(list.items));
  const results = h('div', { on: { click: (event) => report(app, q, event) } },
    part('track', 'Tracks', tracks, (items) => trackList(app, items, { name: `Search: ${q}`, href }, { label: 'Tracks found', covers: true, albums: true })),
    part('album', 'Albums', albums, (items) => cardGrid(app, items.map((album) => albumCard(app, album)), 'Albums found')),
    part('artist', 'Artists', artists, (items) => cardGrid(app, items.map(artistCard), 'Artists found')));
  const node = h('div', { class: 'page' },
    h('h1', { class: 'search-head' }, 'Results for ', h('span', { dir: 'auto' }, `“${q}”`)),
    kinds,
    genres(facets, { q, type, genre }),
    names,
    found ? null : empty('search', `Nothing for “${q}”`, 'Check the spelling, or try fewer letters.'),
    results);
  const count = [tracks, albums, artists].reduce((sum, list) => sum + (list?.items.length ?? 0), 0);
  app.announcer.say(found ? `${count} results for ${q}` : `Nothing found for ${q}`);
  return { title: `Search: ${q}`, node };
}

async function start(app, signal) {
  return h('div', { class: 'page' }, h('h1', {}, 'Search'),
    (await recentSearches(app, address, signal))
      ?? empty('search', 'Find something to hear', 'Type a song, an album or an artist. Press / to search from anywhere.'));
}

/** The genres that narrow the tracks down; the one chosen can be taken back. */
function genres(facets, { q, type, genre }) {
  const counted = (facets?.tracks?.genre ?? facets?.albums?.genre ?? []).slice(0, GENRES).map(({ value }) => value);
  const shown = genre && !counted.includes(genre) ? [genre, ...counted] : counted;
  if (!genre && shown.length < 2) return null;
  return h('nav', { class: 'chips chips-small', 'aria-label': 'Genre', data: { testid: 'genres' } }, shown.map((name) => h('a', {
    class: 'chip', href: address({ q, type, genre: name === genre ? '' : name }), 'aria-current': name === genre ? 'true' : null, dir: 'auto',
  }, name)));
}

/** Reports the result that was clicked: a line of a track, or a card. */
function report(app, q, event) {
  const chosen = event.target.closest('a, button');
  if (!chosen || chosen.getAttribute('aria-haspopup')) return;
  const row = event.target.closest('[data-track-id]');
  if (row) {
    app.searches.picked({ query: q, position: Number(row.getAttribute('aria-rowindex')) - 1, kind: 'track', id: row.dataset.trackId });
    return;
  }
  const card = event.target.closest('.card');
  const [, kind, id] = card?.querySelector('.card-name').getAttribute('href').match(/^#\/(album|artist)\/(.+)$/) ?? [];
  if (id) app.searches.picked({ query: q, position: [...card.parentNode.children].indexOf(card) + 1, kind, id });
}
