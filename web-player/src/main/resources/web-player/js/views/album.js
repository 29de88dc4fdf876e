import { albumCard, cardGrid, playButton } from '../ui/cards.js';
import { h } from '../ui/dom.js';
import { counted, length } from '../ui/format.js';
import { icon } from '../ui/icons.js';
import { heading, section, cardBones, trackBones } from '../ui/states.js';
import { artistLinks, trackList } from '../ui/track-list.js';
import { hero } from './hero.js';

export async function album(app, { id }) {
  const [one, tracks] = await Promise.all([app.catalogue.album(id), app.catalogue.albumTracks(id)]);
  const source = { name: one.name, href: `#/album/${id}` };
  const more = h('button', {
    type: 'button', class: 'icon-button', 'aria-label': `More for ${one.name}`, 'aria-haspopup': 'menu', 'aria-expanded': 'false', data: { testid: 'album-more' },
    on: { click: () => app.actions.trackMenu(more, tracks, { label: `More for ${one.name}` }) },
  }, icon('more'));
  const discs = Map.groupBy ? Map.groupBy(tracks, (track) => track.discNumber ?? 1) : new Map([[1, tracks]]);
  const node = h('article', { class: 'page' },
    hero(one, { kind: 'Album', title: one.name, lines: [
      h('span', { class: 'hero-by' }, artistLinks(one)),
      [one.year, counted(one.trackCount ?? tracks.length, 'track'), length(one.durationMs ?? tracks.reduce((sum, track) => sum + track.durationMs, 0))].filter(Boolean).join(' · '),
    ] },
    playButton(app, source, () => Promise.resolve(tracks), { class: 'play-disc large' }),
    h('button', { type: 'button', class: 'icon-button big', 'aria-label': 'Shuffle', title: 'Shuffle', on: { click: () => app.actions.shuffleAll(tracks, source) } }, icon('shuffle')),
    more),
    lists(app, one, tracks, discs, source),
    tracks.length ? section(heading('Listeners also played'), trackBones, () => app.listening.similar(tracks[0].id, 6),
      (items) => items.length && trackList(app, items.map((item) => item.track), { name: `Like ${one.name}`, href: `#/track/${tracks[0].id}` }, { label: 'Listeners also played', covers: true, albums: true })) : null,
    one.artists?.length ? section(heading(`More by ${one.artists[0].name}`, { href: `#/artist/${one.artists[0].id}` }), cardBones, () => app.catalogue.artistAlbums(one.artists[0].id),
      (albums) => {
        const others = albums.filter((other) => other.id !== id).slice(0, 6);
        return others.length ? cardGrid(app, others.map((other) => albumCard(app, other, { year: true })), `More by ${one.artists[0].name}`, { class: 'cards one-row' }) : null;
      }) : null);
  app.marks.mark(node);
  return { title: one.name, node };
}

/** One list, or one for every disc; either way the album plays through. */
function lists(app, one, tracks, discs, source) {
  if (discs.size < 2) return trackList(app, tracks, source, { label: `Tracks of ${one.name}`, numbers: true });
  return h('div', {}, [...discs].map(([disc, on]) => h('section', { class: 'disc' },
    h('h2', {}, icon('disc'), `Disc ${disc}`),
    trackList(app, on, source, { label: `Disc ${disc} of ${one.name}`, numbers: true, whole: tracks }))));
}
