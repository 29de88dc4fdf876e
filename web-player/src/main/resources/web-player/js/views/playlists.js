import { placeholder } from '../ui/placeholder.js';
import { cardGrid } from '../ui/cards.js';
import { h, named } from '../ui/dom.js';
import { counted } from '../ui/format.js';
import { icon } from '../ui/icons.js';
import { empty } from '../ui/states.js';

export async function playlists(app) {
  if (app.session.isGuest) {
    return page(empty('library', 'Playlists need an account', 'Sign up, and what you have heard so far comes along.',
      h('div', { class: 'state-acts' }, h('a', { class: 'button primary', href: '#/signup' }, 'Sign up'), h('a', { class: 'button quiet', href: '#/login' }, 'Sign in'))));
  }
  await app.library.reload();
  const all = app.library.playlists;
  const create = h('button', { type: 'button', class: 'button primary', data: { testid: 'create-playlist' }, on: { click: () => app.actions.newPlaylist() } }, icon('plus'), 'New playlist');
  if (!all.length) return page(empty('library', 'No playlists yet', 'Gather tracks in the order you like to hear them.', create));
  return page([create, cardGrid(app, all.map(card), 'Your playlists')]);
}

const page = (content) => ({
  title: 'Your playlists',
  node: h('div', { class: 'page' }, h('div', { class: 'page-head' }, h('h1', {}, 'Your playlists'), Array.isArray(content) ? content[0] : null), Array.isArray(content) ? content[1] : content,
    h('p', { class: 'phone-only' }, h('a', { class: 'section-more', href: '#/recent' }, 'Recently played'))),
});

const card = (playlist) => h('li', { class: 'card', data: { testid: 'playlist-card' } },
  h('div', { class: 'card-art' }, h('span', { class: 'cover' }, placeholder(playlist.id))),
  h('a', { class: 'card-name', href: `#/playlist/${playlist.id}` }, named(playlist.name)),
  h('p', { class: 'card-note' }, counted(playlist.trackCount ?? 0, 'track')));
