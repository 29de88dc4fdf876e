import { h, named } from './dom.js';
import { icon, mark } from './icons.js';
import { openDialog } from './dialog.js';
import { counted } from './format.js';

const PLACES = [['#/', 'Home', 'home'], ['#/search', 'Search', 'search'], ['#/charts', 'Charts', 'charts'], ['#/recent', 'Recently played', 'history']];

/** Stands in the narrow rail for the playlists that the wide one lists. */
const LIBRARY = ['#/playlists', 'Library', 'library'];
const COMPACT = [['#/', 'Home', 'home'], ['#/search', 'Search', 'search'], ['#/charts', 'Charts', 'charts'], LIBRARY];

const place = ([href, label, name]) => h('a', { class: 'place', href, title: label, data: { testid: `nav-${label.toLowerCase().replace(/ /g, '-')}` } }, icon(name), h('span', {}, label));

/** The places of the page and the listener's playlists; on a phone, a row of tabs at the foot. */
export function navigation(app, rail, tabs) {
  const playlists = h('ul', { class: 'rail-playlists', 'aria-label': 'Your playlists' });
  rail.append(
    h('nav', { class: 'rail-main', 'aria-label': 'Main' },
      h('a', { class: 'brand', href: '#/' }, mark(), h('span', { class: 'wordmark' }, 'Legato'), h('span', { class: 'visually-hidden' }, ', home')),
      h('ul', { class: 'places' },
        PLACES.map((one) => h('li', {}, place(one))),
        h('li', { class: 'narrow-only' }, place(LIBRARY)))),
    h('section', { class: 'rail-library', 'aria-label': 'Library' },
      h('div', { class: 'rail-head' }, h('a', { href: '#/playlists' }, 'Your playlists'),
        h('button', { type: 'button', class: 'icon-button small', 'aria-label': 'New playlist', title: 'New playlist', data: { testid: 'new-playlist' }, on: { click: () => app.actions.newPlaylist() } }, icon('plus'))),
      playlists));
  tabs.append(h('ul', {}, COMPACT.map((one) => h('li', {}, place(one)))));

  const draw = () => {
    playlists.replaceChildren(...(app.library.playlists.length
      ? app.library.playlists.map((playlist) => h('li', {}, h('a', { class: 'rail-playlist', href: `#/playlist/${playlist.id}`, data: { testid: 'rail-playlist' } },
          named(playlist.name, 'span', { class: 'rail-name' }),
          h('span', { class: 'rail-note' }, counted(playlist.trackCount ?? 0, 'track')))))
      : [h('li', { class: 'rail-empty' }, app.session.isGuest ? 'Sign up to keep playlists.' : 'None yet. Make the first one with the plus.')]));
    markPlace();
  };
  const markPlace = () => {
    const here = location.hash.split('?')[0] || '#/';
    for (const link of document.querySelectorAll('.place, .rail-playlist')) {
      if (link.getAttribute('href') === here) link.setAttribute('aria-current', 'page');
      else link.removeAttribute('aria-current');
    }
  };
  app.library.addEventListener('change', draw);
  app.session.addEventListener('identity', draw);
  app.router.addEventListener('navigated', markPlace);
  draw();
}

/** The keys, and a switch for those whose voice control or screen reader needs them (WCAG 2.1.4). */
export function openHelp(app) {
  const box = h('input', { type: 'checkbox', checked: app.shortcuts.enabled, on: { change: () => (app.shortcuts.enabled = box.checked) } });
  openDialog('Keyboard', h('div', { class: 'keys' },
    h('dl', {}, app.shortcuts.list.map(([keys, what]) => h('div', {}, h('dt', {}, what), h('dd', {}, keys.map((key) => h('kbd', {}, key)))))),
    h('label', { class: 'switch' }, box, h('span', {}, 'Single-key shortcuts'))), { wide: true, testid: 'help' });
}
