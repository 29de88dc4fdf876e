import { h } from '../ui/dom.js';
import { ago } from '../ui/format.js';
import { empty } from '../ui/states.js';
import { trackList } from '../ui/track-list.js';
import { banner } from './banner.js';

export async function recent(app) {
  const items = await app.listening.history();
  const tracks = items.map((item) => item.track);
  const source = { name: 'Recently played', href: '#/recent' };
  const node = h('div', { class: 'page', data: { testid: 'recent' } },
    banner(app, { title: 'Recently played', text: 'Where you have been, latest first.', hue: 'recent' }, tracks, source),
    items.length
      ? trackList(app, tracks, source, {
          label: 'Recently played', covers: true, albums: true, noteTitle: 'Played',
          note: (i) => h('time', { datetime: items[i].playedAt }, ago(items[i].playedAt)),
        })
      : empty('history', 'Nothing played yet', 'What you listen to is kept here, for you alone.', h('a', { class: 'button primary', href: '#/' }, 'Find some music')));
  return { title: 'Recently played', node };
}
