const EDGE_PX = 72;
const FASTEST_PX = 18;

/**
 * Lets lines change places: by dragging their handle with mouse, pen or finger, and by Alt with the arrow keys. Near the
 * edge of what scrolls the list scrolls, and Escape leaves everything as it was.
 *
 * @param line selects a line, `handle` the part of it to drag by
 * @param onMove called with the line's old and new place among the lines
 * @param onRemove called with a line's place on Delete, if given
 */
export function reorderable(container, { line, handle, onMove, onRemove }) {
  const lines = () => [...container.querySelectorAll(line)];

  container.addEventListener('keydown', (event) => {
    const own = event.target.closest(line);
    if (!own) return;
    const step = event.altKey ? { ArrowUp: -1, ArrowDown: 1 }[event.key] : undefined;
    const remove = onRemove && !event.altKey && (event.key === 'Delete' || event.key === 'Backspace');
    if (!step && !remove) return;
    const all = lines();
    const from = all.indexOf(own);
    if (remove) onRemove(from);
    else if (all[from + step]) onMove(from, from + step);
    event.preventDefault();
    event.stopPropagation();
  });

  container.addEventListener('pointerdown', (event) => {
    const grip = event.target.closest(handle);
    const own = grip?.closest(line);
    if (!own || event.button > 0) return;
    event.preventDefault();
    drag(event, grip, own, lines(), onMove);
  });
}

function drag(start, grip, own, all, onMove) {
  const from = all.indexOf(own);
  const scroller = scrollerOf(own);
  const scrolledAt = scroller.scrollTop;
  const centres = all.map((one) => {
    const box = one.getBoundingClientRect();
    return box.top + box.height / 2;
  });
  const over = new AbortController();
  let { clientY } = start;
  let to = from;
  let marked = null;
  grip.setPointerCapture(start.pointerId);
  own.classList.add('is-dragged');

  function mark() {
    const y = clientY + scroller.scrollTop - scrolledAt;
    own.style.setProperty('--dragged', `${y - start.clientY}px`);
    to = centres.filter((centre, i) => i !== from && centre < y).length;
    marked?.classList.remove('is-ahead', 'is-behind');
    const ahead = to >= from ? to + 1 : to;
    marked = to === from ? null : (all[ahead] ?? all.at(-1));
    marked?.classList.add(all[ahead] ? 'is-ahead' : 'is-behind');
  }

  function scroll() {
    if (over.signal.aborted) return;
    const { top, bottom } = edges(scroller);
    const beyond = Math.min(0, clientY - top - EDGE_PX) + Math.max(0, clientY - bottom + EDGE_PX);
    if (beyond) {
      scroller.scrollTop += Math.max(-1, Math.min(1, beyond / EDGE_PX)) * FASTEST_PX;
      mark();
    }
    requestAnimationFrame(scroll);
  }

  function end(done) {
    over.abort();
    marked?.classList.remove('is-ahead', 'is-behind');
    own.classList.remove('is-dragged');
    own.style.removeProperty('--dragged');
    if (done && to !== from) onMove(from, to);
  }

  const { signal } = over;
  grip.addEventListener('pointermove', (event) => {
    ({ clientY } = event);
    mark();
  }, { signal });
  grip.addEventListener('pointerup', () => end(true), { signal });
  grip.addEventListener('pointercancel', () => end(false), { signal });
  addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    event.stopPropagation();
    end(false);
  }, { signal, capture: true });
  requestAnimationFrame(scroll);
}

/** The nearest thing around an element that scrolls up and down. */
function scrollerOf(element) {
  for (let one = element.parentElement; one && one !== document.body; one = one.parentElement) {
    if (/auto|scroll/.test(getComputedStyle(one).overflowY)) return one;
  }
  return document.scrollingElement;
}

/** Where a scroller's content shows in the window, less what lies over it: the bar of the player and the page's head. */
function edges(scroller) {
  if (scroller !== document.scrollingElement) return scroller.getBoundingClientRect();
  const bar = document.getElementById('player');
  return {
    top: document.getElementById('topbar').getBoundingClientRect().bottom,
    bottom: bar.hidden ? innerHeight : bar.getBoundingClientRect().top,
  };
}
