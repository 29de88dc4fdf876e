import { cover } from '../ui/artwork.js';
import { albumCard, cardGrid, playButton } from '../ui/cards.js';
import { h, named } from '../ui/dom.js';
import { greeting, length, counted } from '../ui/format.js';
import { cardBones, empty, heading, section, trackBones } from '../ui/states.js';
import { lit } from '../ui/tint.js';
import { artistLinks, trackList } from '../ui/track-list.js';

const CHART_LINES = 5;
const RECENT = 10;

/** What to hear now: one album on the stage, what was heard, today's most played, and all the albums. */
export async function home(app) {
  const { items: albums, next } = await app.catalogue.albums();
  if (!albums.length) return { title: 'Home', node: h('div', { class: 'page' }, h('h1', { class: 'visually-hidden' }, 'Home'), noMusic(app)) };
  const featured = albums[Math.floor(Date.now() / 86_400_000) % albums.length];
  const node = h('div', { class: 'page' },
    h('h1', { class: 'greeting' }, greeting()),
    stage(app, featured),
    recent(app),
    section(heading('Made for you', { note: 'From what you and others have heard' }), trackBones, () => app.listening.recommendations(6),
      (items) => items.length && trackList(app, items.map((item) => item.track), { name: 'Made for you', href: '#/' }, { label: 'Made for you', covers: true, albums: true })),
    section(heading('Top today', { href: '#/charts' }), trackBones, () => app.listening.charts('day', CHART_LINES),
      (items) => items.length && trackList(app, items.map((item) => item.track), { name: 'Charts', href: '#/charts' }, { label: 'Top today', covers: true, albums: true })),
    h('section', { class: 'section' }, heading('Albums'), albumGrid(app, albums, next)));
  return { title: 'Home', node };
}

function stage(app, album) {
  const href = `#/album/${album.id}`;
  const tracks = () => app.catalogue.albumTracks(album.id);
  return lit(h('section', { class: 'stage-album', 'aria-label': 'Album of the day', data: { testid: 'featured' } },
    h('a', { class: 'stage-art', href, 'aria-hidden': 'true', tabindex: -1 }, cover(album, 260, { eager: true })),
    h('div', { class: 'stage-text' },
      h('p', { class: 'eyebrow' }, 'Album of the day'),
      h('h2', {}, named(album.name, 'a', { href })),
      h('p', { class: 'stage-by' }, artistLinks(album)),
      h('p', { class: 'stage-facts' }, [album.year, counted(album.trackCount, 'track'), length(album.durationMs)].filter(Boolean).join(' · ')),
      h('div', { class: 'stage-acts' },
        playButton(app, { name: album.name, href }, tracks, { class: 'play-disc large' }),
        h('button', { type: 'button', class: 'button', on: { click: async () => app.actions.shuffleAll(await tracks(), { name: album.name, href }) } }, 'Shuffle')))), album);
}

function recent(app) {
  const box = h('section', { class: 'section', hidden: true });
  app.listening.history(20).then((items) => {
    const albums = new Map(items.filter(({ track }) => track.album).map(({ track }) => [track.album.id, { artists: track.artists, ...track.album }]));
    if (!albums.size) return;
    box.replaceChildren(heading('Jump back in', { href: '#/recent' }),
      cardGrid(app, [...albums.values()].slice(0, RECENT).map((album) => albumCard(app, album)), 'Jump back in', { class: 'cards one-row' }));
    box.hidden = false;
  }, () => {});
  return box;
}

/** Albums, and more of them as the end comes into view. */
function albumGrid(app, albums, next) {
  const grid = cardGrid(app, albums.map((album) => albumCard(app, album)), 'Albums', { data: { testid: 'albums' } });
  if (!next) return grid;
  let following = next;
  const bones = cardBones(4);
  const box = h('div', {}, grid, bones);
  const watcher = new IntersectionObserver(async ([entry]) => {
    if (!entry.isIntersecting || !following) return;
    const path = following;
    following = null;
    try {
      const page = await app.catalogue.page(path);
      grid.append(...page.items.map((album) => albumCard(app, album)));
      grid.dispatchEvent(new Event('roving'));
      following = page.next;
    } catch (error) {
      app.toasts.error(error);
    }
    watcher.unobserve(bones);
    if (following) watcher.observe(bones);
    else bones.remove();
  }, { rootMargin: '600px' });
  watcher.observe(bones);
  return box;
}

function noMusic(app) {
  return empty('disc', 'No music yet', 'The library is empty, or the first import is still running. New albums appear here as they arrive.',
    h('button', { type: 'button', class: 'button primary', on: { click: () => { app.catalogue.clear(); app.router.reload(); } } }, 'Look again'));
}
