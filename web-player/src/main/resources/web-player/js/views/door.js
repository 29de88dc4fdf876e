import { h } from '../ui/dom.js';
import { mark } from '../ui/icons.js';

/** A small page with one matter: what it is about, and what can be done. */
export const door = (title, content) => ({
  title,
  node: h('div', { class: 'page door' }, h('div', { class: 'door-card' }, mark(), h('h1', {}, title), content)),
});

export const doorText = (text, attributes = {}) => h('p', { class: 'door-text', dir: 'auto', ...attributes }, text);

/** Leaves for the sign-in page, which offers to make an account as well; the listener comes back to where it was. */
export async function logIn(app) {
  if (!app.session.isGuest) return already(app);
  await app.session.bringGuest();
  await app.signIn.leave(app.lastPlace);
  return door('Sign in', doorText('One moment, the sign-in page opens…', { role: 'status' }));
}

/** Leaves for the page that makes an account, of this guest. */
export async function signUp(app) {
  if (!app.session.isGuest) return already(app);
  await app.session.bringGuest();
  await app.signIn.leave(app.lastPlace, { page: '/account/signup' });
  return door('Sign up', doorText('One moment, the page for new accounts opens…', { role: 'status' }));
}

/** Says why a sign-in did not end well. */
export async function notSignedIn(app) {
  const { signInFailure } = app;
  return door('You are not signed in', [
    doorText(signInFailure ?? 'Please sign in again.', { role: 'alert', data: { testid: 'sign-in-failure' } }),
    h('a', { class: 'button primary wide', href: '#/login', data: { testid: 'sign-in-again' } }, 'Sign in'),
    h('p', { class: 'door-other' }, h('a', { href: '#/' }, 'Go on as a guest')),
  ]);
}

const already = (app) => door('You are signed in', [
  doorText(`As ${app.session.me.name}.`),
  h('a', { class: 'button primary wide', href: '#/' }, 'Go to Home'),
]);
