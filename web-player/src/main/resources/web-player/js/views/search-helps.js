import { isAbort } from '../api/problem.js';
import { h } from '../ui/dom.js';
import { icon } from '../ui/icons.js';
import { heading } from '../ui/states.js';

const COMPLETIONS = 6;
const KIND = { track: 'Track', album: 'Album', artist: 'Artist' };

/** A text whose typed parts are marked. */
function marked(text, highlights) {
  const parts = [];
  let at = 0;
  for (const { start, end } of highlights) {
    parts.push(text.slice(at, start), h('mark', {}, text.slice(start, end)));
    at = end;
  }
  return h('span', { dir: 'auto' }, parts, text.slice(at));
}

/** Names that what was typed may become, as links to what has them; null if there are none. */
export async function completions(app, q, signal) {
  let names;
  try {
    names = await app.searches.suggest(q, { limit: COMPLETIONS, signal });
  } catch (error) {
    if (isAbort(error)) throw error;
    // The results are what matters.
    return null;
  }
  if (!names.length) return null;
  return h('nav', { class: 'completions', 'aria-label': 'Suggestions', data: { testid: 'suggestions' } }, names.map(({ kind, id, text, highlights }, i) => h('a', {
    class: 'completion', href: `#/${kind}/${id}`, on: { click: () => app.searches.picked({ query: q, position: i + 1, kind, id }) },
  }, marked(text, highlights), ' ', h('span', { class: 'completion-kind' }, KIND[kind]))));
}

/** The listener's recent searches, each to be repeated or forgotten; null if there are none. */
export async function recentSearches(app, address, signal) {
  let searches;
  try {
    searches = await app.searches.recent(signal);
  } catch (error) {
    if (isAbort(error)) throw error;
    return null;
  }
  if (!searches.length) return null;
  const list = h('ul', { class: 'recent-searches', 'aria-label': 'Recent searches' });
  const section = h('section', { class: 'section', data: { testid: 'recent-searches' } },
    heading('Recent searches'), list,
    h('button', { type: 'button', class: 'button quiet', data: { testid: 'forget-searches' }, on: { click: () => forget(() => app.searches.forgetAll(), section) } }, 'Forget all'));
  const forget = async (call, gone) => {
    try {
      await call();
      gone.remove();
      if (!list.children.length) section.remove();
      document.getElementById('search')?.focus();
    } catch (error) {
      app.toasts.error(error);
    }
  };
  list.append(...searches.map(({ id, query }) => {
    const line = h('li', {}, h('a', { href: address({ q: query }), dir: 'auto' }, query),
      h('button', {
        type: 'button', class: 'icon-button', 'aria-label': `Forget ${query}`, on: { click: () => forget(() => app.searches.forget(id), line) },
      }, icon('close')));
    return line;
  }));
  return section;
}
