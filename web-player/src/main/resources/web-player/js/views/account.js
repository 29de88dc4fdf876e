import { LEAST_PASSWORD, MAX_ACCOUNT_NAME, MAX_EMAIL, MAX_PASSWORD } from '../api/limits.js';
import { h } from '../ui/dom.js';
import { mark } from '../ui/icons.js';

const field = (label, attributes, hint = null) => {
  const id = `field-${attributes.name}`;
  return h('div', { class: 'field' },
    h('label', { for: id }, label),
    h('input', { id, required: true, 'aria-describedby': [hint && `${id}-hint`, `${id}-error`].filter(Boolean).join(' '), ...attributes }),
    hint && h('p', { id: `${id}-hint`, class: 'hint' }, hint),
    h('p', { id: `${id}-error`, class: 'form-error', hidden: true }));
};

const EMAIL = () => field('Email', { name: 'email', type: 'email', autocomplete: 'email', maxlength: MAX_EMAIL, data: { testid: 'email' } });

export const logIn = async (app) => page(app, {
  title: 'Log in',
  text: 'Welcome back.',
  action: 'Log in',
  fields: [EMAIL(), field('Password', { name: 'password', type: 'password', autocomplete: 'current-password', data: { testid: 'password' } })],
  submit: ({ email, password }) => app.session.logIn(email, password),
  done: () => `Welcome back, ${app.session.me.name}.`,
  other: ['New here? ', 'Sign up', '#/signup'],
  explain: (error) => (error.status === 401 ? 'That email and password do not go together.' : error.message),
});

export const signUp = async (app) => page(app, {
  title: 'Sign up',
  text: 'Keep playlists, and find everything again on your next device. What you have heard so far comes along.',
  action: 'Create account',
  fields: [
    field('Name', { name: 'name', autocomplete: 'name', maxlength: MAX_ACCOUNT_NAME, dir: 'auto', data: { testid: 'name' } }),
    EMAIL(),
    field('Password', { name: 'password', type: 'password', autocomplete: 'new-password', minlength: LEAST_PASSWORD, maxlength: MAX_PASSWORD, data: { testid: 'password' } }, `At least ${LEAST_PASSWORD} characters.`),
  ],
  submit: ({ name, email, password }) => app.session.signUp(name, email, password),
  done: () => `Welcome to Legato, ${app.session.me.name}.`,
  other: ['Have an account? ', 'Log in', '#/login'],
  explain: (error) => (error.status === 409 ? 'This email cannot be used for a new account. Perhaps you have one already?' : error.message),
});

function page(app, { title, text, action, fields, submit, done, other: [question, label, href], explain }) {
  const failure = h('p', { class: 'form-error', role: 'alert', hidden: true, data: { testid: 'form-error' } });
  const button = h('button', { type: 'submit', class: 'button primary wide', data: { testid: 'submit' } }, action);
  const form = h('form', { class: 'form', on: { submit: onSubmit } }, fields, failure, button);

  async function onSubmit(event) {
    event.preventDefault();
    button.disabled = true;
    failure.hidden = true;
    for (const input of form.querySelectorAll('input')) complain(input, null);
    try {
      await submit(Object.fromEntries(new FormData(form)));
      app.toasts.show(done());
      app.router.go('#/');
    } catch (error) {
      const input = error.field && form.elements.namedItem(error.field.replace(/^[/$.]+/, ''));
      if (input) complain(input, explain(error));
      else {
        failure.textContent = explain(error);
        failure.hidden = false;
      }
    } finally {
      button.disabled = false;
    }
  }

  return {
    title,
    node: h('div', { class: 'page door' }, h('div', { class: 'door-card' },
      mark(), h('h1', {}, title), h('p', { class: 'door-text' }, text), form,
      h('p', { class: 'door-other' }, question, h('a', { href }, label)))),
  };
}

function complain(input, text) {
  const error = document.getElementById(`${input.id}-error`);
  error.hidden = !text;
  error.textContent = text ?? '';
  if (text) input.setAttribute('aria-invalid', 'true');
  else input.removeAttribute('aria-invalid');
  if (text) input.focus();
}
