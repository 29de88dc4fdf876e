import { stored } from '../api/stored.js';

const KEY = 'legato.shortcuts';
const SEEK_S = 5;
const VOLUME_STEP = 5;

/** Keys that work anywhere on the page, except where a key means something already: in fields, menus and dialogs. */
export class Shortcuts {
  #acts;
  #enabled = stored.read(KEY, true);

  constructor({ engine, queue, openHelp, toggleQueue, openNowPlaying }) {
    const loudness = () => Math.round(Math.sqrt(engine.volume) * 100);
    const louder = (step) => engine.setVolume((Math.min(100, Math.max(0, loudness() + step)) / 100) ** 2);
    this.#acts = {
      ' ': () => engine.toggle(),
      k: () => engine.toggle(),
      ArrowLeft: () => engine.seek(engine.position - SEEK_S),
      ArrowRight: () => engine.seek(engine.position + SEEK_S),
      'Shift+ArrowLeft': () => engine.previous(),
      'Shift+ArrowRight': () => engine.next(),
      'Shift+ArrowUp': () => louder(VOLUME_STEP),
      'Shift+ArrowDown': () => louder(-VOLUME_STEP),
      m: () => engine.setMuted(!engine.muted),
      s: () => queue.setShuffle(!queue.shuffle),
      r: () => queue.setRepeat({ off: 'all', all: 'one', one: 'off' }[queue.repeat]),
      q: () => toggleQueue(),
      Escape: () => toggleQueue(false),
      n: () => openNowPlaying(),
      '/': () => {
        document.getElementById('search').focus();
        document.getElementById('search').select();
      },
      '?': () => openHelp(),
    };
    document.addEventListener('keydown', (event) => this.#pressed(event));
  }

  get enabled() {
    return this.#enabled;
  }

  set enabled(enabled) {
    this.#enabled = enabled;
    stored.write(KEY, enabled);
  }

  get list() {
    return [
      [['Space'], 'Play or pause'],
      [['←', '→'], 'Back or forward 5 seconds'],
      [['Shift', '←'], 'Previous track'],
      [['Shift', '→'], 'Next track'],
      [['Shift', '↑ ↓'], 'Volume'],
      [['M'], 'Mute'],
      [['S'], 'Shuffle'],
      [['R'], 'Repeat'],
      [['Q'], 'Queue'],
      [['N'], 'Now playing'],
      [['/'], 'Search'],
      [['↑', '↓'], 'Through a list'],
      [['Alt', '↑ ↓'], 'Move in the queue or a playlist'],
      [['Delete'], 'Remove from the queue or a playlist'],
      [['?'], 'This help'],
    ];
  }

  #pressed(event) {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    const { target, key } = event;
    if (target.closest('input:not([type=range]), textarea, select, [role=menu]')) return;
    if (key === ' ' && target.closest('button, a, input, summary')) return;
    // The keys steer what plays over the whole window too, but for the one that closes it.
    if (document.querySelector(key === 'Escape' ? 'dialog[open]' : 'dialog[open]:not(.now)')) return;
    const shifted = event.shiftKey && key.startsWith('Arrow') ? `Shift+${key}` : key;
    const act = this.#acts[shifted.length === 1 ? shifted.toLowerCase() : shifted];
    if (!act || (!this.#enabled && key.length === 1 && key !== ' ')) return;
    event.preventDefault();
    act();
  }
}
