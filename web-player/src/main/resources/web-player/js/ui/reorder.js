/**
 * Lets lines change places: by dragging their handle with mouse, pen or finger, and by Alt with the arrow keys.
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
    const from = lines().indexOf(own);
    const step = event.altKey ? { ArrowUp: -1, ArrowDown: 1 }[event.key] : undefined;
    if (step && lines()[from + step]) onMove(from, from + step);
    else if (onRemove && (event.key === 'Delete' || event.key === 'Backspace') && !event.altKey) onRemove(from);
    else if (!step) return;
    event.preventDefault();
    event.stopPropagation();
  });

  container.addEventListener('pointerdown', (event) => {
    const grip = event.target.closest(handle);
    const own = grip?.closest(line);
    if (!own || event.button > 0) return;
    event.preventDefault();
    const all = lines();
    const from = all.indexOf(own);
    const centres = all.map((one) => {
      const box = one.getBoundingClientRect();
      return box.top + box.height / 2;
    });
    const scrolled = scrollY;
    let to = from;
    grip.setPointerCapture(event.pointerId);
    own.classList.add('is-dragged');

    const move = ({ clientY }) => {
      const y = clientY + scrollY - scrolled;
      own.style.setProperty('--dragged', `${y - event.clientY}px`);
      to = centres.filter((centre, i) => i !== from && centre < y).length;
      const ahead = to >= from ? to + 1 : to;
      all.forEach((one, i) => one.classList.toggle('is-ahead', to !== from && i === ahead));
      all.at(-1).classList.toggle('is-behind', to !== from && ahead >= all.length);
    };
    const end = (finish) => {
      grip.removeEventListener('pointermove', move);
      all.forEach((one) => one.classList.remove('is-ahead', 'is-behind'));
      own.classList.remove('is-dragged');
      own.style.removeProperty('--dragged');
      if (finish.type === 'pointerup' && to !== from) onMove(from, to);
    };
    grip.addEventListener('pointermove', move);
    grip.addEventListener('pointerup', end, { once: true });
    grip.addEventListener('pointercancel', end, { once: true });
  });
}
