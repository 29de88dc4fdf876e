import { layers } from '../layers.js';
import { cover } from './artwork.js';
import { h, named } from './dom.js';
import { artistNames, counted } from './format.js';
import { icon } from './icons.js';
import { reorderable } from './reorder.js';
import { rove } from './roving.js';
import { empty } from './states.js';

const SHOWN = 200;

/** Where the drawer lies over the page instead of beside it. */
const overlay = matchMedia('(max-width: 1180px)');

/** What plays now and what follows, at the side of the page; its order can be changed by drag and by keyboard. */
export class QueueDrawer {
  #app;
  #drawer;
  #now = h('div', {});
  #list = h('ol', { class: 'queue-list', 'aria-label': 'Next in the queue' });
  #note = h('p', { class: 'queue-note' });
  #clear;
  #roving;
  #closed = () => {};

  constructor(app, drawer) {
    this.#app = app;
    this.#drawer = drawer;
    const { engine, queue } = app;
    this.#clear = h('button', { type: 'button', class: 'button quiet small', on: { click: () => queue.clearUpcoming() } }, 'Clear');
    drawer.append(
      h('header', { class: 'drawer-head' }, h('h2', {}, 'Queue'),
        h('button', { type: 'button', class: 'icon-button', 'aria-label': 'Close queue', on: { click: () => this.toggle(false) } }, icon('close'))),
      this.#now,
      h('div', { class: 'queue-next' }, h('h3', {}, 'Next'), this.#clear), this.#note, this.#list);
    reorderable(this.#list, {
      line: '.queue-line',
      handle: '.grip',
      onMove: (from, to) => this.#move(from, to),
      onRemove: (at) => this.#remove(at),
    });
    this.#roving = rove(this.#list, '.queue-line', { inner: 'button' });
    // Where the drawer lies over the page, going elsewhere uncovers it.
    app.router.addEventListener('navigated', () => this.isOpen && overlay.matches && this.toggle(false));
    queue.addEventListener('change', () => this.#draw());
    engine.addEventListener('track', () => this.#draw());
  }

  get isOpen() {
    return !this.#drawer.hidden;
  }

  toggle(open = !this.isOpen) {
    const button = document.querySelector('[aria-controls=queue]');
    const held = this.#drawer.contains(document.activeElement);
    this.#drawer.hidden = !open;
    document.documentElement.classList.toggle('has-drawer', open);
    button.setAttribute('aria-expanded', String(open));
    this.#closed();
    this.#closed = open && overlay.matches ? layers.opened(() => this.toggle(false)) : () => {};
    this.#draw();
    if (open) (this.#drawer.querySelector('.queue-line button') ?? this.#drawer.querySelector('button')).focus({ preventScroll: true });
    else if (held) button.focus();
  }

  #draw() {
    if (!this.isOpen) return;
    const { queue } = this.#app;
    const { current, upcoming } = queue;
    const held = this.#list.contains(document.activeElement) ? document.activeElement.closest('.queue-line')?.dataset.key : null;
    this.#now.replaceChildren(current ? h('div', { class: 'queue-now', data: { trackId: current.track.id } }, this.#face(current.track)) : '');
    this.#clear.hidden = upcoming.length === 0;
    this.#note.textContent = upcoming.length > SHOWN ? `The next ${SHOWN} of ${counted(upcoming.length, 'track')}` : '';
    this.#note.hidden = upcoming.length <= SHOWN;
    this.#list.replaceChildren(...(upcoming.length
      ? upcoming.slice(0, SHOWN).map((item) => this.#line(item))
      : [h('li', {}, empty('queue', 'Nothing follows', 'Add tracks by their menu: “Play next” or “Add to queue”.'))]));
    this.#roving.settle();
    this.#app.marks.mark(this.#drawer);
    // The line with the focus may have become the one that plays.
    if (held) (this.#list.querySelector(`[data-key="${held}"] button`) ?? this.#drawer.querySelector('.queue-line button, .drawer-head button')).focus();
  }

  #face(track) {
    return [
      cover({ id: track.album?.id ?? track.id, artwork: track.album?.artwork }, 44),
      h('span', { class: 'queue-names' }, named(track.name, 'span', { class: 'queue-name' }), named(artistNames(track), 'span', { class: 'queue-artists' })),
    ];
  }

  #line({ key, track }) {
    const { engine, queue } = this.#app;
    return h('li', { class: 'queue-line', data: { key, testid: 'queue-item' } },
      h('button', {
        type: 'button', class: 'queue-play', tabindex: -1,
        'aria-description': 'Alt and arrow keys move it, Delete removes it', on: { click: () => engine.playItem(key) },
      }, h('span', { class: 'visually-hidden' }, 'Play '), this.#face(track)),
      h('button', { type: 'button', class: 'icon-button small', tabindex: -1, 'aria-label': `Remove ${track.name} from the queue`, on: { click: () => queue.remove(key) } }, icon('close')),
      h('span', { class: 'grip', 'aria-hidden': 'true' }, icon('grip')));
  }

  #move(from, to) {
    const { queue, announcer } = this.#app;
    const item = queue.upcoming[from];
    queue.move(item.key, to);
    announcer.say(`${item.track.name}, now ${to + 1} of ${queue.upcoming.length}`);
  }

  #remove(at) {
    const { queue, announcer } = this.#app;
    const item = queue.upcoming[at];
    queue.remove(item.key);
    announcer.say(`${item.track.name} removed`);
    const lines = this.#list.querySelectorAll('.queue-line .queue-play');
    (lines[Math.min(at, lines.length - 1)] ?? this.#drawer.querySelector('.drawer-head button')).focus();
  }
}
