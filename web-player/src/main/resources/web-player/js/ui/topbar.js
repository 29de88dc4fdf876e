import { MAX_SEARCH } from '../api/limits.js';
import { avatar } from './avatar.js';
import { h, named } from './dom.js';
import { icon, mark } from './icons.js';
import { openMenu, closeMenu, menuIsOpenAt } from './menu.js';
import { openHelp } from './rail.js';

const DEBOUNCE_MS = 180;

/** Back, forward, search and the listener. */
export function topbar(app, bar) {
  const { router, session } = app;
  let timer = null;
  const input = h('input', {
    type: 'search', id: 'search', placeholder: 'Songs, albums, artists', 'aria-label': 'Search', autocomplete: 'off', spellcheck: 'false', maxlength: MAX_SEARCH, enterkeyhint: 'search', dir: 'auto',
    'aria-keyshortcuts': '/', data: { testid: 'search-input' },
    on: {
      input: () => {
        clearTimeout(timer);
        timer = setTimeout(find, DEBOUNCE_MS);
      },
      keydown: (event) => {
        if (event.key === 'ArrowDown') document.querySelector('#main [tabindex="0"]')?.focus();
        else if (event.key === 'Escape' && !input.value) input.blur();
      },
    },
  });
  const form = h('form', { role: 'search', class: 'search', on: { submit: (event) => { event.preventDefault(); clearTimeout(timer); find(); } } },
    icon('search'), input, h('kbd', { 'aria-hidden': 'true' }, '/'));

  function find() {
    const text = input.value.trim();
    const on = location.hash.startsWith('#/search');
    const { type } = router.parameters;
    const query = new URLSearchParams({ ...(text && { q: text }), ...(on && type && { type }) }).toString();
    router.go(`#/search${query ? `?${query}` : ''}`, { replace: on, keepFocus: true });
  }

  const person = h('button', { type: 'button', class: 'person', 'aria-haspopup': 'menu', 'aria-expanded': 'false', data: { testid: 'account-menu' }, on: { click: openPerson } });
  const doors = h('div', { class: 'doors' },
    h('a', { class: 'button quiet', href: '#/login', data: { testid: 'log-in' } }, 'Sign in'),
    h('a', { class: 'button primary', href: '#/signup', data: { testid: 'sign-up' } }, 'Sign up'));
  const help = h('button', { type: 'button', class: 'icon-button', 'aria-label': 'Keyboard shortcuts', title: 'Keyboard shortcuts (?)', on: { click: () => openHelp(app) } }, icon('keyboard'));
  bar.append(
    h('a', { class: 'topbar-brand', href: '#/', 'aria-label': 'Legato, home' }, mark()),
    h('div', { class: 'ways' },
      h('button', { type: 'button', class: 'icon-button', 'aria-label': 'Back', on: { click: () => history.back() } }, icon('back')),
      h('button', { type: 'button', class: 'icon-button', 'aria-label': 'Forward', on: { click: () => history.forward() } }, icon('forward'))),
    form, h('div', { class: 'topbar-side' }, help, doors, person));

  function openPerson() {
    if (menuIsOpenAt(person)) closeMenu();
    else openMenu(person, 'Account', [
      { heading: session.me.email ?? session.me.name },
      { label: 'Your account', icon: 'user', run: () => router.go('#/account') },
      { label: 'Your playlists', icon: 'library', run: () => router.go('#/playlists') },
      { label: 'Recently played', icon: 'history', run: () => router.go('#/recent') },
      { label: 'Keyboard shortcuts', icon: 'keyboard', run: () => openHelp(app) },
      null,
      { label: 'Sign out', icon: 'close', run: () => app.logOut() },
    ]);
  }

  const draw = () => {
    const guest = session.isGuest;
    doors.hidden = !guest;
    person.hidden = guest;
    if (guest) return;
    const name = session.me.name || session.me.email;
    person.replaceChildren(
      avatar(session.me),
      h('span', { class: 'visually-hidden' }, 'Account: '),
      named(name, 'span', { class: 'person-name' }));
  };
  session.addEventListener('identity', draw);
  router.addEventListener('navigated', () => {
    if (document.activeElement !== input) input.value = location.hash.startsWith('#/search') ? (router.parameters.q ?? '') : '';
  });
  addEventListener('scroll', () => bar.classList.toggle('is-raised', scrollY > 8), { passive: true });
  draw();
}
