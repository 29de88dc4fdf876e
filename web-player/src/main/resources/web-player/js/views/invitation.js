import { h } from '../ui/dom.js';
import { door, doorText } from './door.js';

const day = new Intl.DateTimeFormat('en', { dateStyle: 'long' });

/** An invitation to share a family's plan: from whom it is, and to accept or decline it. */
export async function invitation(app, { token }) {
  const { people, session } = app;
  const offer = await people.invitation(token).catch((error) => {
    if (error.status === 404 || error.status === 400) return null;
    throw error;
  });
  const closed = reasonAgainst(offer);
  if (closed) return door(closed.title, [doorText(closed.text, { data: { testid: 'invitation-closed' } }), home()]);
  const title = `${offer.owner} invites you`;
  const terms = [
    doorText(`Share ${offer.owner}’s family plan. You keep an account of your own: what you play and save stays yours alone.`),
    h('p', { class: 'door-note' }, `The invitation is good until ${day.format(new Date(offer.expiresAt))}.`),
  ];
  if (session.isGuest) {
    return door(title, [...terms,
      h('a', { class: 'button primary wide', href: '#/login', data: { testid: 'invitation-sign-in' } }, 'Sign in to accept'),
      h('p', { class: 'door-other' }, 'New here? ', h('a', { href: '#/signup' }, 'Create an account'))]);
  }
  return door(title, [...terms, decision(app, token, offer.owner)]);
}

function decision(app, token, owner) {
  const { people, router, toasts } = app;
  const failure = h('p', { class: 'form-error', role: 'alert', hidden: true });
  const accept = h('button', { type: 'button', class: 'button primary wide', data: { testid: 'invitation-accept' }, on: { click: () => decide(() => people.accept(token), `You share ${owner}’s family plan now.`) } }, 'Accept');
  const decline = h('button', { type: 'button', class: 'button quiet wide', data: { testid: 'invitation-decline' }, on: { click: () => decide(() => people.decline(token), 'You declined the invitation.') } }, 'Decline');

  async function decide(act, done) {
    for (const button of [accept, decline]) button.disabled = true;
    failure.hidden = true;
    try {
      await act();
      toasts.show(done);
      router.go('#/account', { replace: true });
    } catch (error) {
      failure.textContent = error.message;
      failure.hidden = false;
      for (const button of [accept, decline]) button.disabled = false;
    }
  }
  return h('div', { class: 'door-acts' }, accept, decline, failure);
}

const home = () => h('a', { class: 'button primary wide', href: '#/' }, 'Go to Home');

/** Why an invitation cannot be accepted, `{title, text}`; null if it can. */
export function reasonAgainst(offer) {
  if (!offer) return { title: 'No such invitation', text: 'There is no invitation behind this link. Check that it is complete, or ask for a new one.' };
  const { owner, state, standing, expiresAt } = offer;
  if (standing === 'owner') return { title: 'Your own invitation', text: 'You made this invitation yourself. Send its link to who is to share your plan.' };
  if (standing === 'member') return { title: 'You are in already', text: `You share ${owner}’s family plan already.` };
  if (state === 'used') return { title: 'Used already', text: `This invitation from ${owner} was accepted or declined, and each is good once. Ask ${owner} for a new one.` };
  if (state === 'expired') return { title: 'Expired', text: `This invitation from ${owner} was good until ${day.format(new Date(expiresAt))}. Ask ${owner} for a new one.` };
  if (standing === 'elsewhere') return { title: 'You are in another family', text: `You can share one family plan at a time. Leave the other one in your account before you accept ${owner}’s invitation.` };
  return null;
}
