import { cover } from './artwork.js';
import { seekBar, transport, volumeControl } from './controls.js';
import { h, named } from './dom.js';
import { artistNames } from './format.js';
import { icon } from './icons.js';
import { lit } from './tint.js';
import { artistLinks } from './track-list.js';

/** The bar at the foot of the page: what plays, and everything to steer it. */
export function playerBar(app, bar, { openNowPlaying, toggleQueue }) {
  const { engine } = app;
  const art = h('button', { type: 'button', class: 'bar-art', 'aria-label': 'Open now playing', data: { testid: 'open-now-playing' }, on: { click: openNowPlaying } });
  const names = h('div', { class: 'bar-names' });
  const queueButton = h('button', {
    type: 'button', class: 'icon-button toggle', 'aria-label': 'Queue', title: 'Queue (Q)', 'aria-expanded': 'false', 'aria-controls': 'queue',
    data: { testid: 'queue-toggle' }, on: { click: toggleQueue },
  }, icon('queue'));
  bar.append(
    h('div', { class: 'bar-track' }, art, names),
    h('div', { class: 'bar-centre' }, transport(app), seekBar(app)),
    h('div', { class: 'bar-side' }, queueButton, volumeControl(app)));

  bar.addEventListener('click', (event) => {
    // On a narrow screen the whole bar is the way to the full player.
    if (matchMedia('(max-width: 760px)').matches && !event.target.closest('button, input')) {
      event.preventDefault();
      openNowPlaying();
    }
  });

  const draw = () => {
    const { track } = engine;
    bar.hidden = !track;
    document.documentElement.classList.toggle('has-player', Boolean(track));
    if (!track) return;
    const album = { id: track.album?.id ?? track.id, artwork: track.album?.artwork };
    art.replaceChildren(cover(album, 56, { eager: true }), h('span', { class: 'bar-art-open' }, icon('down')));
    art.setAttribute('aria-label', `Open now playing: ${track.name} by ${artistNames(track)}`);
    names.replaceChildren(
      named(track.name, 'a', { class: 'bar-name', href: `#/track/${track.id}`, data: { testid: 'now-playing-title' } }),
      h('p', { class: 'bar-artists' }, artistLinks(track)));
    lit(bar, album);
  };
  engine.addEventListener('track', draw);
  draw();
}
