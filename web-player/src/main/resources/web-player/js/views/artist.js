import { albumCard, cardGrid, playButton } from '../ui/cards.js';
import { h } from '../ui/dom.js';
import { counted } from '../ui/format.js';
import { icon } from '../ui/icons.js';
import { empty, heading } from '../ui/states.js';
import { hero } from './hero.js';

export async function artist(app, { id }) {
  const [one, albums] = await Promise.all([app.catalogue.artist(id), app.catalogue.artistAlbums(id)]);
  const source = { name: one.name, href: `#/artist/${id}` };
  const tracks = async () => (await Promise.all(albums.map((album) => app.catalogue.albumTracks(album.id)))).flat()
    .filter((track) => track.artists.some((by) => by.id === id));
  const face = one.artwork?.length ? one : { id, artwork: albums[0]?.artwork };
  const node = h('article', { class: 'page' },
    hero(face, { kind: 'Artist', title: one.name, lines: [counted(albums.length, 'album')], round: true },
      playButton(app, source, tracks, { class: 'play-disc large' }),
      h('button', { type: 'button', class: 'icon-button big', 'aria-label': 'Shuffle', title: 'Shuffle', on: { click: async () => app.actions.shuffleAll(await tracks(), source) } }, icon('shuffle'))),
    h('section', { class: 'section' }, heading('Albums'),
      albums.length ? cardGrid(app, albums.map((album) => albumCard(app, album, { year: true })), `Albums by ${one.name}`) : empty('disc', 'No albums', 'Nothing by this artist is in the library any more.')));
  app.marks.mark(node);
  return { title: one.name, node };
}
