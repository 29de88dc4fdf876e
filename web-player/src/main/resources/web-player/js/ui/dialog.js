import { layers } from '../layers.js';
import { h } from './dom.js';
import { icon } from './icons.js';

let count = 0;

/** A modal dialog with a title; gone and forgotten once closed. */
export function openDialog(title, body, { wide = false, testid = 'dialog' } = {}) {
  const id = `dialog-${++count}`;
  const dialog = h('dialog', { class: wide ? 'dialog wide' : 'dialog', 'aria-labelledby': id, data: { testid } },
    h('header', { class: 'dialog-head' },
      h('h2', { id }, title),
      h('button', { type: 'button', class: 'icon-button', 'aria-label': 'Close', on: { click: () => dialog.close() } }, icon('close'))),
    body);
  const closed = layers.opened(() => dialog.close());
  dialog.addEventListener('close', () => {
    dialog.remove();
    closed();
  });
  dialog.addEventListener('pointerdown', (event) => event.target === dialog && dialog.close());
  document.body.append(dialog);
  dialog.showModal();
  dialog.querySelector('[autofocus]')?.focus();
  return dialog;
}

/**
 * Asks for the answers of a form.
 *
 * @param fields `[{name, label, value, required, maxlength, multiline}]`
 * @param submit gets the answers; the dialog stays open, with the reason shown, when it throws
 */
export function askForm(title, fields, action, submit) {
  const failure = h('p', { class: 'form-error', role: 'alert', hidden: true });
  const button = h('button', { type: 'submit', class: 'button primary', data: { testid: 'dialog-submit' } }, action);
  const form = h('form', { class: 'form', on: { submit: onSubmit } },
    fields.map(({ name, label, value = '', multiline = false, ...rest }, i) => h('label', { class: 'field' },
      h('span', {}, label),
      h(multiline ? 'textarea' : 'input', { name, value, dir: 'auto', autocomplete: 'off', autofocus: i === 0, rows: multiline ? 3 : null, ...rest }))),
    failure,
    h('div', { class: 'form-actions' },
      h('button', { type: 'button', class: 'button quiet', on: { click: () => dialog.close() } }, 'Cancel'), button));
  const dialog = openDialog(title, form);

  async function onSubmit(event) {
    event.preventDefault();
    button.disabled = true;
    failure.hidden = true;
    try {
      await submit(Object.fromEntries([...new FormData(form)].map(([name, text]) => [name, text.trim()])));
      dialog.close();
    } catch (error) {
      failure.textContent = error.message;
      failure.hidden = false;
    } finally {
      button.disabled = false;
    }
  }
  return dialog;
}

/** Asks before something that cannot be undone. */
export function confirm(title, text, action, run) {
  const dialog = openDialog(title, h('div', { class: 'form' },
    h('p', { dir: 'auto' }, text),
    h('div', { class: 'form-actions' },
      h('button', { type: 'button', class: 'button quiet', autofocus: true, on: { click: () => dialog.close() } }, 'Cancel'),
      h('button', { type: 'button', class: 'button danger', data: { testid: 'dialog-confirm' }, on: { click: () => { dialog.close(); run(); } } }, action))));
  return dialog;
}
