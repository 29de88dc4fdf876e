import { isAvailable } from '../playback/queue.js';
import { h, named } from '../ui/dom.js';
import { brief, clock } from '../ui/format.js';
import { icon } from '../ui/icons.js';
import { playButton } from '../ui/cards.js';
import { heading, section, trackBones } from '../ui/states.js';
import { artistLinks, trackList } from '../ui/track-list.js';
import { hero } from './hero.js';

export async function track(app, { id }) {
  const one = await app.catalogue.track(id);
  const source = { name: one.name, href: `#/track/${id}` };
  const face = { id: one.album?.id ?? id, artwork: one.album?.artwork };
  const more = h('button', {
    type: 'button', class: 'icon-button', 'aria-label': `More for ${one.name}`, 'aria-haspopup': 'menu', 'aria-expanded': 'false',
    on: { click: () => app.actions.trackMenu(more, [one]) },
  }, icon('more'));
  const facts = h('dl', { class: 'facts', data: { testid: 'track-stats' } });
  const node = h('article', { class: 'page' },
    hero(face, { kind: 'Track', title: one.name, lines: [
      h('span', { class: 'hero-by' }, artistLinks(one)),
      h('span', {}, one.album && ['From ', named(one.album.name, 'a', { href: `#/album/${one.album.id}` }), ' · '], clock(one.durationMs / 1000)),
      !isAvailable(one) && h('span', { data: { testid: 'unavailable' } }, 'Not available now'),
    ] },
    playButton(app, source, () => Promise.resolve([one]), { class: 'play-disc large', disabled: !isAvailable(one) }),
    h('button', { type: 'button', class: 'button', data: { testid: 'add-to-playlist' }, 'aria-haspopup': 'menu', on: { click: (event) => app.actions.playlistMenu(event.currentTarget, [one]) } }, icon('plus'), 'Add to playlist'),
    more),
    facts,
    section(heading('Listeners also played', { note: 'Heard by those who heard this' }), trackBones, () => app.listening.similar(id),
      (items) => items.length && trackList(app, items.map((item) => item.track), { name: `Like ${one.name}`, href: `#/track/${id}` }, { label: 'Listeners also played', covers: true, albums: true })));
  app.listening.stats(id).then(({ plays, listeners }) => facts.prepend(fact('Plays', brief(plays)), fact('Listeners', brief(listeners))), () => {});
  facts.append(...[
    one.genres?.length && fact('Genre', one.genres.join(', ')),
    one.trackNumber && fact('Track', String(one.trackNumber)),
    one.isrc && fact('ISRC', one.isrc),
  ].filter(Boolean));
  app.marks.mark(node);
  return { title: one.name, node };
}

const fact = (label, text) => h('div', {}, h('dt', {}, label), h('dd', { dir: 'auto' }, text));
