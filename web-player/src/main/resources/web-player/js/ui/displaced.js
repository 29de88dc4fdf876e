import { openDialog } from './dialog.js';
import { h } from './dom.js';
import { counted } from './format.js';
import { againAt } from '../playback/refusal.js';

const TICK_MS = 500;

/** Says that another player of the same plan has taken over, and offers to take over again. */
export function displacement({ engine, queue }) {
  let dialog = null;

  function show({ detail: { problem } }) {
    dialog?.close();
    const free = againAt(problem);
    const here = h('button', { type: 'button', class: 'button primary', autofocus: true, data: { testid: 'play-here' }, on: { click: wait } }, 'Play here instead');
    const status = h('p', { class: 'hint', role: 'status' });
    let timer = null;

    function wait() {
      here.disabled = true;
      timer = setInterval(tick, TICK_MS);
      tick();
    }

    function tick() {
      const left = Math.ceil((free - Date.now()) / 1000);
      if (left > 0) {
        status.textContent = `Starts here in ${counted(left, 'second')}.`;
        return;
      }
      dialog?.close();
      engine.play();
    }

    dialog = openDialog('Playing on another device', h('div', { class: 'form' },
      h('p', {}, 'Music has started on another player of yours, so it paused here: your plan plays in a limited number of places at a time.'),
      status,
      h('div', { class: 'form-actions' }, h('button', { type: 'button', class: 'button quiet', on: { click: () => dialog.close() } }, 'Stay paused'), here)),
    { testid: 'displaced' });
    dialog.addEventListener('close', () => {
      clearInterval(timer);
      dialog = null;
    });
  }

  engine.addEventListener('displaced', show);
  // Whoever plays here again by other means needs no offer any more.
  engine.addEventListener('state', () => engine.state === 'playing' && dialog?.close());
  queue.addEventListener('change', () => !queue.current && dialog?.close());
}
