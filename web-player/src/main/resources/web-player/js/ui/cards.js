import { cover } from './artwork.js';
import { h, named } from './dom.js';
import { artistNames } from './format.js';
import { icon } from './icons.js';
import { rove } from './roving.js';

/** Plays an album or playlist, read when asked for. */
export function playButton(app, { name, href }, tracks, attributes = {}) {
  const button = h('button', {
    type: 'button', class: 'play-disc', 'aria-label': `Play ${name}`, data: { play: name, playSource: href, testid: 'play-all' }, ...attributes,
    on: {
      click: async (event) => {
        event.preventDefault();
        try {
          if (app.queue.source?.href === href && app.queue.current) app.engine.toggle();
          else if (!app.engine.playAll(await tracks(), 0, { name, href })) app.toasts.show(`Nothing of ${name} is available now.`);
        } catch (error) {
          app.toasts.error(error);
        }
      },
    },
  }, icon('play'), icon('pause'));
  return button;
}

export function albumCard(app, album, { year = false } = {}) {
  const href = `#/album/${album.id}`;
  const line = year && album.year ? String(album.year) : artistNames(album);
  return h('li', { class: 'card', data: { testid: 'album-card', albumId: album.id } },
    h('div', { class: 'card-art' },
      cover(album, 220),
      playButton(app, { name: album.name, href }, () => app.catalogue.albumTracks(album.id), { tabindex: -1 })),
    h('a', { class: 'card-name', href }, named(album.name)),
    h('p', { class: 'card-note' }, named(line)));
}

export function artistCard(artist) {
  return h('li', { class: 'card card-artist', data: { testid: 'artist-card' } },
    h('div', { class: 'card-art' }, cover(artist, 220, { round: true })),
    h('a', { class: 'card-name', href: `#/artist/${artist.id}` }, named(artist.name)),
    h('p', { class: 'card-note' }, 'Artist'));
}

/** Cards on a grid, one tab stop for all. */
export function cardGrid(app, cards, label, attributes = {}) {
  const grid = h('ul', { class: 'cards', 'aria-label': label, ...attributes }, cards);
  const roving = rove(grid, '.card-name');
  grid.addEventListener('roving', () => roving.settle());
  roving.settle();
  app.marks.mark(grid);
  return grid;
}
