import { h } from './dom.js';
import { icon } from './icons.js';

let open = null;

/**
 * A menu at a button (ARIA Authoring Practices, menu button). Items are `{label, icon, run, danger}`, null for a rule,
 * or `{heading}`.
 */
export function openMenu(button, label, items) {
  closeMenu();
  const menu = h('div', { role: 'menu', class: 'menu', 'aria-label': label, data: { testid: 'menu' } }, items.map(entry));
  const choices = () => [...menu.querySelectorAll('[role=menuitem]')];

  function entry(item) {
    if (item === null) return h('div', { role: 'separator', class: 'menu-rule' });
    if (item.heading) return h('div', { class: 'menu-heading', role: 'presentation' }, item.heading);
    return h('button', {
      type: 'button',
      role: 'menuitem',
      tabindex: -1,
      class: item.danger ? 'menu-item danger' : 'menu-item',
      on: { click: () => { closeMenu(); item.run(); } },
    }, item.icon ? icon(item.icon) : h('span', { class: 'icon' }), h('span', { dir: 'auto' }, item.label));
  }

  menu.addEventListener('keydown', (event) => {
    const all = choices();
    const at = all.indexOf(document.activeElement);
    const to = { ArrowDown: (at + 1) % all.length, ArrowUp: (at - 1 + all.length) % all.length, Home: 0, End: all.length - 1 }[event.key];
    if (to !== undefined) all[to].focus();
    else if (event.key === 'Escape' || event.key === 'Tab') closeMenu();
    else if (event.key.length === 1 && event.key !== ' ') typeAhead(all, at, event.key);
    else return;
    if (event.key !== 'Tab') event.preventDefault();
    event.stopPropagation();
  });

  const outside = (event) => !menu.contains(event.target) && !button.contains(event.target) && closeMenu(false);
  const scrolled = (event) => !menu.contains(event.target) && closeMenu(false);
  document.addEventListener('pointerdown', outside, true);
  addEventListener('scroll', scrolled, true);
  button.setAttribute('aria-expanded', 'true');
  // Inside a modal dialog only what belongs to the dialog can be used.
  (button.closest('dialog') ?? document.getElementById('main')).append(menu);
  place(menu, button.getBoundingClientRect());
  choices()[0]?.focus({ preventScroll: true });
  open = {
    button,
    close(refocus) {
      document.removeEventListener('pointerdown', outside, true);
      removeEventListener('scroll', scrolled, true);
      menu.remove();
      button.setAttribute('aria-expanded', 'false');
      if (refocus) button.focus({ preventScroll: true });
    },
  };
}

export function closeMenu(refocus = true) {
  const was = open;
  open = null;
  was?.close(refocus);
}

export const menuIsOpenAt = (button) => open?.button === button;

function typeAhead(all, at, letter) {
  const from = [...all.slice(at + 1), ...all.slice(0, at + 1)];
  from.find((one) => one.textContent.trim().toLowerCase().startsWith(letter.toLowerCase()))?.focus();
}

/** Below the button if there is room, else above; never outside the window. */
function place(menu, at) {
  const gap = 6;
  const { width, height } = menu.getBoundingClientRect();
  const below = at.bottom + gap + height <= innerHeight - gap;
  const top = below ? at.bottom + gap : Math.max(gap, at.top - gap - height);
  const left = Math.min(Math.max(gap, at.right - width), innerWidth - width - gap);
  menu.style.setProperty('top', `${top}px`);
  menu.style.setProperty('left', `${left}px`);
}
