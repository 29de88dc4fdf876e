import { isAvailable } from '../playback/queue.js';
import { cover } from './artwork.js';
import { h, named } from './dom.js';
import { clock } from './format.js';
import { dancing, icon } from './icons.js';
import { reorderable } from './reorder.js';
import { rove } from './roving.js';

const UNAVAILABLE = 'Not available now';

/** Links to the artists of a track or album, separated by commas. */
export function artistLinks(item) {
  return (item.artists ?? []).flatMap((artist, i) => [
    i > 0 ? ', ' : null,
    named(artist.name, 'a', { href: `#/artist/${artist.id}` }),
  ]);
}

const LONG = 100;
const CHUNK = 200;

/**
 * Tracks as a grid of lines: one tab stop, arrows between lines and inside them, Enter plays. Of a long list the first lines
 * show at once and the others are added in the pauses after.
 *
 * @param tracks what to show; a track may stand in it twice. An editable list keeps this array in the order it shows
 * @param source where they come from, `{name, href}`, for the queue
 * @param options `label`; `whole` (what to play from, if this shows a part of it); `numbers` (track numbers, not places); `covers`, `albums` (more columns); `note(i)` and
 *   `noteTitle` (a column of one's own); `onMove(from, to)`, `onRemove(i)` (makes the list editable; called when the list
 *   shows the change already)
 */
export function trackList(app, tracks, source, options) {
  const { label, whole = tracks, numbers = false, covers = false, albums = false, note = null, noteTitle = '', onMove = null, onRemove = null } = options;
  const heads = ['#', 'Title', ...(albums ? ['Album'] : []), ...(note ? [noteTitle] : []), 'Time'];
  const grid = h('div', {
    role: 'grid',
    'aria-label': label,
    'aria-rowcount': tracks.length + 1,
    class: ['tracks', albums && 'with-albums', note && 'with-note', onMove && 'is-editable', tracks.length > LONG && 'is-long'].filter(Boolean).join(' '),
    data: { testid: 'track-list' },
  },
  h('div', { role: 'row', class: 'track-heads', 'aria-rowindex': 1 },
    heads.map((text) => h('span', { role: 'columnheader' }, text)),
    h('span', { role: 'columnheader' }, h('span', { class: 'visually-hidden' }, 'Actions'))));

  const lineAt = (i) => grid.children[i + 1];
  const placeOf = (row) => Number(row.getAttribute('aria-rowindex')) - 2;

  function renumber(from, to) {
    for (let i = from; i <= to; i++) {
      lineAt(i).setAttribute('aria-rowindex', i + 2);
      lineAt(i).querySelector('.track-place').textContent = (numbers && tracks[i].trackNumber) || i + 1;
    }
  }

  function move(from, to) {
    const row = lineAt(from);
    const held = row.contains(document.activeElement) ? document.activeElement : null;
    tracks.splice(to, 0, ...tracks.splice(from, 1));
    lineAt(to)[to > from ? 'after' : 'before'](row);
    renumber(Math.min(from, to), Math.max(from, to));
    held?.focus({ preventScroll: true });
    row.scrollIntoView({ block: 'nearest' });
    onMove(from, to);
  }

  function remove(at) {
    tracks.splice(at, 1);
    lineAt(at).remove();
    renumber(at, grid.children.length - 2);
    grid.setAttribute('aria-rowcount', tracks.length + 1);
    roving.settle([]);
    (lineAt(at) ?? lineAt(at - 1))?.querySelector('button').focus();
    onRemove(at);
  }

  function line(track, i) {
    const available = isAvailable(track);
    const extra = onRemove ? [{ label: 'Remove from this playlist', icon: 'trash', run: () => remove(placeOf(row)) }] : [];
    const more = h('button', {
      type: 'button', class: 'icon-button', tabindex: -1, 'aria-haspopup': 'menu', 'aria-expanded': 'false',
      'aria-label': `More for ${track.name}`, data: { testid: 'track-more' },
      on: { click: () => app.actions.trackMenu(more, [track], { extra }) },
    }, icon('more'));
    const play = () => app.actions.playFrom(whole, whole === tracks ? placeOf(row) : whole.indexOf(track), source);
    const row = h('div', {
      role: 'row', class: available ? 'track' : 'track is-unavailable', title: available ? null : UNAVAILABLE, 'aria-rowindex': i + 2, data: { trackId: track.id, testid: 'track-row' },
      on: {
        dblclick: (event) => event.target.closest('a, button') ?? play(),
        click: (event) => tapped(event, play),
        contextmenu: (event) => { event.preventDefault(); app.actions.trackMenu(more, [track], { extra }); },
      },
    },
    h('span', { role: 'gridcell', class: 'track-number' },
      h('span', { class: 'track-place', 'aria-hidden': 'true' }, (numbers && track.trackNumber) || i + 1),
      dancing(),
      available && h('button', {
        type: 'button', class: 'track-play', tabindex: -1, 'aria-label': `Play ${track.name}`,
        data: { play: track.name, testid: 'track-play' }, on: { click: play },
      }, icon('play'), icon('pause'))),
    h('span', { role: 'gridcell', class: 'track-title' },
      onMove && h('span', { class: 'grip', 'aria-hidden': 'true', title: 'Drag, or Alt with the arrow keys' }, icon('grip')),
      covers && cover({ id: track.album?.id ?? track.id, artwork: track.album?.artwork }, 44),
      h('span', { class: 'track-names' },
        named(track.name, 'a', { class: 'track-name', tabindex: -1, href: `#/track/${track.id}`, data: { testid: 'track-name' } }),
        !available && h('span', { class: 'visually-hidden' }, UNAVAILABLE),
        h('span', { class: 'track-artists' },
          track.explicit && h('abbr', { class: 'explicit', title: 'Explicit' }, 'E'), artistLinks(track)))),
    albums && h('span', { role: 'gridcell', class: 'track-album' },
      track.album && named(track.album.name, 'a', { href: `#/album/${track.album.id}` })),
    note && h('span', { role: 'gridcell', class: 'track-note' }, note(i)),
    h('span', { role: 'gridcell', class: 'track-time' }, clock(track.durationMs / 1000)),
    h('span', { role: 'gridcell', class: 'track-more' }, more));
    return row;
  }

  if (onMove) reorderable(grid, { line: '.track', handle: '.grip', onMove: move, onRemove: onRemove && remove });
  const roving = rove(grid, '.track', { inner: 'button, a' });

  // What is still to be shown lies at the end of the array, whatever was moved or removed before it meanwhile.
  let unshown = tracks.length;
  function show(count) {
    const from = tracks.length - unshown;
    const rows = tracks.slice(from, from + count).map((track, i) => line(track, from + i));
    unshown -= rows.length;
    const added = document.createDocumentFragment();
    added.append(...rows);
    app.marks.mark(added);
    grid.append(added);
    roving.settle(rows);
    if (unshown) setTimeout(() => show(CHUNK));
  }
  show(LONG);
  return grid;
}

/** A finger on a line means "play", except on its artists and its menu. */
function tapped(event, play) {
  if (event.pointerType !== 'touch' || event.target.closest('button, .track-artists a, .grip')) return;
  event.preventDefault();
  play();
}
