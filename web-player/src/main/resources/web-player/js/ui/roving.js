/**
 * One tab stop for a whole list, arrow keys inside it (ARIA Authoring Practices, roving tabindex).
 *
 * `rows` selects the lines or cards; inside one, Left and Right go through what can be focused when `inner` is set.
 * Without `inner` the items lie on a grid, and the arrows go to the nearest one in their direction.
 */
export function rove(container, rows, { inner = null } = {}) {
  const all = () => [...container.querySelectorAll(rows)].filter((row) => row.offsetParent !== null);
  const stops = (row) => (inner ? [...row.querySelectorAll(inner)] : [row]);

  function settle(active) {
    for (const row of container.querySelectorAll(rows)) {
      for (const stop of stops(row)) stop.tabIndex = -1;
      // Everything in the line with the focus can also be reached by Tab.
      if (row === active) for (const stop of stops(row)) stop.tabIndex = 0;
    }
  }

  container.addEventListener('focusin', (event) => {
    const row = event.target.closest(rows);
    if (row && container.contains(row)) settle(row);
  });

  container.addEventListener('keydown', (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const row = event.target.closest(rows);
    if (!row || event.target.matches('input, textarea, select')) return;
    const target = inner ? inLines(all(), row, event) : onGrid(all(), row, event.key);
    if (!target) return;
    event.preventDefault();
    event.stopPropagation();
    target.focus();
    target.scrollIntoView({ block: 'nearest' });
  });

  function inLines(lines, row, event) {
    const at = lines.indexOf(row);
    const line = { ArrowDown: lines[at + 1], ArrowUp: lines[at - 1], Home: lines[0], End: lines.at(-1) }[event.key];
    const column = Math.max(0, stops(row).indexOf(event.target));
    if (line) return stops(line)[Math.min(column, stops(line).length - 1)];
    return { ArrowRight: stops(row)[column + 1], ArrowLeft: stops(row)[column - 1] }[event.key];
  }

  return { settle: () => settle(all()[0] ?? container.querySelector(rows)) };
}

function onGrid(items, from, key) {
  if (key === 'Home') return items[0];
  if (key === 'End') return items.at(-1);
  const vertical = key === 'ArrowUp' || key === 'ArrowDown';
  if (!vertical && key !== 'ArrowLeft' && key !== 'ArrowRight') return null;
  const sign = key === 'ArrowUp' || key === 'ArrowLeft' ? -1 : 1;
  if (!vertical) return items[items.indexOf(from) + sign] ?? null;
  const here = from.getBoundingClientRect();
  const distance = (item) => {
    const there = item.getBoundingClientRect();
    return Math.abs(there.top - here.top) * 10 + Math.abs(there.left - here.left);
  };
  return items
    .filter((item) => sign * (item.getBoundingClientRect().top - here.top) > 4)
    .sort((a, b) => distance(a) - distance(b))[0] ?? null;
}
