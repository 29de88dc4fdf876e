import { layers } from '../layers.js';
import { cover } from './artwork.js';
import { seekBar, transport, volumeControl } from './controls.js';
import { h, named } from './dom.js';
import { icon } from './icons.js';
import { lit } from './tint.js';
import { artistLinks } from './track-list.js';

/** What plays over the whole window: the player of a phone, a poster on a desk. */
export class NowPlaying {
  #app;
  #dialog = null;
  #art = h('div', { class: 'now-art' });
  #names = h('div', { class: 'now-names' });
  #source = h('p', { class: 'now-source' });

  constructor(app, { toggleQueue }) {
    this.#app = app;
    const close = () => this.#dialog.close();
    const more = h('button', {
      type: 'button', class: 'icon-button', 'aria-label': 'More', 'aria-haspopup': 'menu', 'aria-expanded': 'false',
      on: { click: () => app.actions.trackMenu(more, [app.engine.track]) },
    }, icon('more'));
    this.#dialog = h('dialog', { class: 'now', 'aria-label': 'Now playing', data: { testid: 'now-playing' } },
      h('header', { class: 'now-head' },
        h('button', { type: 'button', class: 'icon-button', 'aria-label': 'Close now playing', on: { click: close } }, icon('down')),
        this.#source, more),
      h('div', { class: 'now-body' }, this.#art,
        h('div', { class: 'now-side' }, this.#names, seekBar(app, 'now-'), transport(app, 'now-'),
          h('div', { class: 'now-foot' }, volumeControl(app, 'now-'),
            h('button', { type: 'button', class: 'button quiet', on: { click: () => { close(); toggleQueue(true); } } }, icon('queue'), 'Queue')))));
    this.#dialog.addEventListener('click', (event) => event.target.closest('a, [role=menuitem]') && close());
    document.body.append(this.#dialog);
    app.engine.addEventListener('track', () => this.#draw());
  }

  open() {
    if (!this.#app.engine.track || this.#dialog.open) return;
    this.#draw();
    this.#dialog.showModal();
    const closed = layers.opened(() => this.#dialog.close());
    this.#dialog.addEventListener('close', closed, { once: true });
  }

  #draw() {
    const { engine, queue } = this.#app;
    const { track } = engine;
    if (!track) {
      this.#dialog.close();
      return;
    }
    const album = { id: track.album?.id ?? track.id, artwork: track.album?.artwork };
    this.#art.replaceChildren(cover(album, 560, { eager: true }));
    this.#source.replaceChildren(queue.source ? 'Playing from ' : 'Now playing', queue.source ? named(queue.source.name, 'a', { href: queue.source.href }) : '');
    this.#names.replaceChildren(
      h('h2', {}, named(track.name)),
      h('p', { class: 'now-artists' }, artistLinks(track)),
      track.album ? h('p', { class: 'now-album' }, named(track.album.name, 'a', { href: `#/album/${track.album.id}` })) : '');
    lit(this.#dialog, album);
  }
}
