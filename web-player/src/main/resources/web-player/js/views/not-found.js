import { h } from '../ui/dom.js';
import { empty } from '../ui/states.js';

export const notFound = async () => ({
  title: 'Not found',
  node: h('div', { class: 'page' }, h('h1', { class: 'visually-hidden' }, 'Not found'),
    empty('disc', 'No such page', 'The link is not quite right.', h('a', { class: 'button primary', href: '#/' }, 'Go to Home'))),
});
