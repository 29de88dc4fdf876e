import { playButton } from '../ui/cards.js';
import { h } from '../ui/dom.js';

/** The head of a page without a picture of its own. */
export const banner = (app, { title, text, hue }, tracks, source) => {
  const head = h('header', { class: `banner banner-${hue}` },
    h('div', {}, h('h1', {}, title), h('p', {}, text)),
    tracks.length ? playButton(app, source, () => Promise.resolve(tracks), { class: 'play-disc large' }) : null);
  app.marks.mark(head);
  return head;
};
