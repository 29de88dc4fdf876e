import { REPEAT } from '../playback/queue.js';
import { h } from './dom.js';
import { clock, spoken } from './format.js';
import { icon } from './icons.js';
import { waveform } from './waveform.js';

const REPEAT_LABELS = { off: 'Repeat: off', all: 'Repeat: all', one: 'Repeat: one track' };

const control = (label, name, click, attributes = {}) =>
  h('button', { type: 'button', class: 'icon-button', 'aria-label': label, title: label, on: { click }, ...attributes }, icon(name));

/** Shuffle, previous, play, next, repeat; `prefix` sets this player's test ids apart from another's. */
export function transport({ engine, queue }, prefix = '') {
  const shuffle = control('Shuffle', 'shuffle', () => queue.setShuffle(!queue.shuffle), { class: 'icon-button toggle', 'aria-pressed': 'false' });
  const repeat = control('Repeat: off', 'repeat', () => queue.setRepeat(REPEAT[(REPEAT.indexOf(queue.repeat) + 1) % REPEAT.length]),
    { class: 'icon-button toggle' });
  const play = h('button', { type: 'button', class: 'play-main', 'aria-label': 'Play', data: { testid: `${prefix}play-pause` }, on: { click: () => engine.toggle() } },
    icon('play'), icon('pause'), h('span', { class: 'ring', 'aria-hidden': 'true' }));

  const drawState = () => {
    play.setAttribute('aria-label', engine.playing ? 'Pause' : 'Play');
    play.classList.toggle('is-playing', engine.playing);
    play.classList.toggle('is-loading', engine.state === 'loading');
  };
  const drawQueue = () => {
    shuffle.setAttribute('aria-pressed', String(queue.shuffle));
    repeat.classList.toggle('is-on', queue.repeat !== 'off');
    repeat.classList.toggle('is-one', queue.repeat === 'one');
    repeat.setAttribute('aria-label', REPEAT_LABELS[queue.repeat]);
    repeat.title = REPEAT_LABELS[queue.repeat];
  };
  engine.addEventListener('state', drawState);
  queue.addEventListener('change', drawQueue);
  drawState();
  drawQueue();
  return h('div', { class: 'transport', role: 'group', 'aria-label': 'Playback' },
    shuffle,
    control('Previous', 'previous', () => engine.previous(), { data: { testid: `${prefix}previous` } }),
    play,
    control('Next', 'next', () => engine.next(), { data: { testid: `${prefix}next` } }),
    repeat);
}

/** The playhead on its line, or on the track's waveform, with the time before and after it. */
export function seekBar(app, prefix = '') {
  const { engine } = app;
  let held = false;
  const passed = h('span', { class: 'time', 'aria-hidden': 'true' }, '0:00');
  const whole = h('span', { class: 'time', 'aria-hidden': 'true' }, '0:00');
  const range = h('input', {
    type: 'range', class: 'range seek', min: 0, max: 1, step: 0.1, value: 0, 'aria-label': 'Position', data: { testid: `${prefix}seek` },
    on: {
      input: () => { held = true; show(Number(range.value)); },
      change: () => { held = false; engine.seek(Number(range.value)); },
      keydown: (event) => {
        const step = { ArrowLeft: -5, ArrowDown: -5, ArrowRight: 5, ArrowUp: 5, PageDown: -30, PageUp: 30 }[event.key];
        if (!step || event.altKey) return;
        event.preventDefault();
        event.stopPropagation();
        engine.seek(engine.position + step);
      },
    },
  });

  const box = h('div', { class: 'seek-bar' });
  box.append(passed, h('div', { class: 'seek-line' }, waveform(app, box), range), whole);

  function show(position) {
    const { duration } = engine;
    passed.textContent = clock(position);
    box.style.setProperty('--filled', `${duration ? (100 * position) / duration : 0}%`);
    range.setAttribute('aria-valuetext', `${spoken(position)} of ${spoken(duration)}`);
  }

  const draw = () => {
    const { duration } = engine;
    whole.textContent = clock(duration);
    range.max = Math.max(1, duration);
    range.disabled = !engine.track;
    box.style.setProperty('--buffered', `${duration ? (100 * engine.buffered) / duration : 0}%`);
    if (held) return;
    range.value = engine.position;
    show(engine.position);
  };
  for (const type of ['time', 'track', 'state']) engine.addEventListener(type, draw);
  draw();
  return box;
}

export function volumeControl({ engine }, prefix = '') {
  const mute = control('Mute', 'volume', () => engine.setMuted(!engine.muted), { 'aria-pressed': 'false' });
  const range = h('input', {
    type: 'range', class: 'range', min: 0, max: 100, step: 1, 'aria-label': 'Volume', data: { testid: `${prefix}volume` },
    on: { input: () => engine.setVolume((Number(range.value) / 100) ** 2) },
  });
  const draw = () => {
    // Loudness is heard by its logarithm; a squared slider comes near to it.
    const shown = engine.muted ? 0 : Math.round(Math.sqrt(engine.volume) * 100);
    range.value = shown;
    range.style.setProperty('--filled', `${shown}%`);
    range.setAttribute('aria-valuetext', engine.muted ? 'Muted' : `${shown} percent`);
    mute.setAttribute('aria-pressed', String(engine.muted));
    mute.replaceChildren(icon(shown === 0 ? 'muted' : shown < 50 ? 'quiet' : 'volume'));
  };
  engine.addEventListener('volume', draw);
  draw();
  return h('div', { class: 'volume' }, mute, range);
}
