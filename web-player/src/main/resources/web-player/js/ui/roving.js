/**
 * One tab stop for a whole list, arrow keys inside it (ARIA Authoring Practices, roving tabindex).
 *
 * `rows` selects the lines or cards; inside one, Left and Right go through what can be focused when `inner` is set.
 * Without `inner` the items lie on a grid, and the arrows go to the nearest one in their direction.
 */
export function rove(container, rows, { inner = null } = {}) {
  const all = () => [...container.querySelectorAll(rows)].filter(isShown);
  const stops = (row) => (inner ? [...row.querySelectorAll(inner)] : [row]);
  let active = null;

  /** Everything in the line with the focus can also be reached by Tab. */
  function activate(row) {
    if (active && active !== row) for (const stop of stops(active)) stop.tabIndex = -1;
    active = row;
    if (row) for (const stop of stops(row)) stop.tabIndex = 0;
  }

  container.addEventListener('focusin', (event) => {
    const row = event.target.closest(rows);
    if (row && container.contains(row)) activate(row);
  });

  container.addEventListener('keydown', (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const row = event.target.closest(rows);
    if (!row || event.target.matches('input, textarea, select')) return;
    const target = inner ? inLines(row, event) : onGrid(all(), row, event.key);
    if (!target) return;
    event.preventDefault();
    event.stopPropagation();
    target.focus();
    target.scrollIntoView({ block: 'nearest' });
  });

  function inLines(row, event) {
    const own = stops(row);
    const column = Math.max(0, own.indexOf(event.target));
    const line = neighbour(row, event.key);
    if (line) return stops(line)[Math.min(column, stops(line).length - 1)];
    return { ArrowRight: own[column + 1], ArrowLeft: own[column - 1] }[event.key];
  }

  /** Lines may be thousands: only those on the way are looked at. */
  function neighbour(row, key) {
    if (key === 'Home') return all()[0];
    if (key === 'End') return all().at(-1);
    const way = { ArrowDown: 'nextElementSibling', ArrowUp: 'previousElementSibling' }[key];
    let line = way ? row[way] : null;
    while (line && !(line.matches(rows) && isShown(line))) line = line[way];
    return line;
  }

  return {
    /** Takes rows that were added out of the order of Tab, and leaves one in it. */
    settle(added = container.querySelectorAll(rows)) {
      for (const row of added) if (row !== active) for (const stop of stops(row)) stop.tabIndex = -1;
      if (!active || !container.contains(active)) activate(all()[0] ?? container.querySelector(rows));
    },
  };
}

const isShown = (row) => row.offsetParent !== null;

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
