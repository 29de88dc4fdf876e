import { h } from '../ui/dom.js';
import { brief, counted } from '../ui/format.js';
import { empty } from '../ui/states.js';
import { trackList } from '../ui/track-list.js';
import { banner } from './banner.js';

export async function charts(app) {
  const items = await app.listening.charts();
  const tracks = items.map((item) => item.track);
  const node = h('div', { class: 'page', data: { testid: 'charts' } },
    banner(app, { title: 'Top today', text: 'What everyone is listening to, counted as it happens.', hue: 'charts' }, tracks, { name: 'Charts', href: '#/charts' }),
    items.length
      ? trackList(app, tracks, { name: 'Charts', href: '#/charts' }, {
          label: 'Top tracks today', covers: true, albums: true, noteTitle: 'Plays',
          note: (i) => h('span', { title: counted(items[i].plays, 'play'), data: { testid: 'plays', plays: items[i].plays } }, brief(items[i].plays)),
        })
      : empty('charts', 'No plays yet today', 'A track counts after half a minute, or half its length. Play something, and it appears here.'));
  return { title: 'Charts', node };
}
