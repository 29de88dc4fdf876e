import { avatar, squareOf } from '../ui/avatar.js';
import { confirm, openDialog } from '../ui/dialog.js';
import { h, named } from '../ui/dom.js';
import { ago } from '../ui/format.js';
import { heading, section } from '../ui/states.js';
import { door, doorText } from './door.js';

const day = new Intl.DateTimeFormat('en', { dateStyle: 'long' });
const PLANS = { free: 'Free', premium: 'Premium', family: 'Family', student: 'Student', trial: 'Trial' };
const LINKS = [
  ['/account', 'Name, country and language'], ['/account/security', 'Password and second factors'],
  ['/account/sessions', 'Where you are signed in'], ['/account/apps', 'Connected apps'],
  ['/account/data', 'Export and deletion'],
];

/** The listener's account: picture, plan, family and devices; what protects it has pages of its own. */
export async function account(app) {
  if (app.session.isGuest) {
    return door('Your account', [
      doorText('You listen as a guest. An account keeps playlists and finds everything again on your next device.'),
      h('a', { class: 'button primary wide', href: '#/signup' }, 'Sign up'),
      h('p', { class: 'door-other' }, 'Have one? ', h('a', { href: '#/login' }, 'Sign in'))]);
  }
  return {
    title: 'Your account',
    node: h('div', { class: 'page account' },
      h('div', { class: 'page-head' }, h('h1', {}, 'Your account')),
      person(app),
      h('nav', { class: 'account-links', 'aria-label': 'Account pages' }, h('ul', {}, LINKS.map(([href, label]) => h('li', {}, h('a', { href }, label))))),
      section(heading('Plan'), bones, () => app.people.plan(), plan),
      section(heading('Family'), bones, () => app.people.family(), (family) => familyOf(app, family)),
      section(heading('Devices'), bones, () => app.people.devices(), (devices) => devicesOf(app, devices))),
  };
}

const bones = () => h('div', { class: 'bones', 'aria-hidden': 'true' }, h('span', { class: 'bone bone-line' }), h('span', { class: 'bone bone-line short' }));

const button = (label, run, { kind = 'quiet small', name = label, testid = null } = {}) =>
  h('button', { type: 'button', class: `button ${kind}`, 'aria-label': name, data: testid ? { testid } : {}, on: { click: run } }, label);

function person(app) {
  const { people, session, toasts } = app;
  const { me } = session;
  const input = h('input', { type: 'file', accept: 'image/png,image/jpeg,image/webp', class: 'visually-hidden', id: 'picture', data: { testid: 'picture' }, on: { change: choose } });
  const failure = h('p', { class: 'form-error', role: 'alert', hidden: true });

  async function choose() {
    const [file] = input.files;
    if (file) await change(async () => people.setPicture(await squareOf(file)), 'Your picture is changed.');
  }

  async function change(act, done) {
    failure.hidden = true;
    try {
      await act();
      toasts.show(done);
      await session.reread();
    } catch (error) {
      failure.textContent = error.status === 413 ? 'The picture is larger than 1 MB.' : error.message;
      failure.hidden = false;
    }
  }

  return h('section', { class: 'account-person', 'aria-label': 'Picture' },
    avatar(me, 'large'),
    h('div', {},
      named(me.name, 'p', { class: 'account-name' }),
      named(me.email, 'p', { class: 'account-email' }),
      h('div', { class: 'account-acts' },
        h('label', { class: 'button small', for: 'picture' }, me.avatar ? 'Change picture' : 'Add a picture'), input,
        me.avatar && button('Remove picture', () => change(() => people.removePicture(), 'Your picture is removed.'), { testid: 'picture-remove' })),
      failure));
}

function plan({ plan: name, status, until, limits }) {
  const allowed = [
    limits.streams !== null && `${limits.streams} at a time`,
    limits.maxBitrate !== null && `up to ${Math.round(limits.maxBitrate / 1000)} kbit/s`,
    limits.devices !== null && `${limits.devices} devices`,
  ].filter(Boolean);
  const ends = until && (status === 'cancelled' ? `Ends on ${day.format(new Date(until))}.` : `Until ${day.format(new Date(until))}.`);
  return h('p', { class: 'account-plan' },
    allowed.length ? [h('strong', {}, PLANS[name] ?? name), ` · ${allowed.join(' · ')}.`] : 'Everything, without limits.', ends && ` ${ends}`);
}

function familyOf(app, { role, members, max }) {
  if (role === 'none') return null;
  const { people, router, session, toasts } = app;
  const act = (run, done) => run().then(() => { toasts.show(done); router.reload(); }, (error) => toasts.error(error));
  const leave = () => confirm('Leave the family?', 'Your own plan counts from then on. To come back you need a new invitation.', 'Leave',
    () => act(() => people.removeMember(session.me.id), 'You have left the family.'));
  const remove = ({ id, name }) => confirm(`Remove ${name}?`, 'The plan is no longer shared. The account and all that is in it stay.', 'Remove',
    () => act(() => people.removeMember(id), `${name} was removed.`));
  return h('div', {},
    h('ul', { class: 'account-rows' }, members.map((member) => h('li', {},
      h('span', {}, named(member.name), h('span', { class: 'account-note' }, `Since ${day.format(new Date(member.joinedAt))}`)),
      role === 'owner' && button('Remove', () => remove(member), { name: `Remove ${member.name}` })))),
    role === 'owner' && !members.length && h('p', {}, 'Nobody shares your plan yet.'),
    role === 'owner' && members.length + 1 < max && button('Invite somebody', () => invite(app), { kind: 'primary small', testid: 'family-invite' }),
    role === 'member' && button('Leave the family', leave, { testid: 'family-leave' }));
}

async function invite({ people, toasts }) {
  try {
    const { link, expiresAt } = await people.invite();
    const field = h('input', { value: link, readonly: true, 'aria-label': 'Link', data: { testid: 'family-link' }, on: { focus: () => field.select() } });
    openDialog('Invitation', h('div', { class: 'form' },
      h('p', {}, `Send this link to one person. It is good once, until ${day.format(new Date(expiresAt))}, and is shown only now.`),
      h('div', { class: 'field' }, field),
      navigator.clipboard && h('div', { class: 'form-actions' }, button('Copy', () => navigator.clipboard.writeText(link).then(() => toasts.show('Copied.'), (error) => toasts.error(error)), { kind: 'primary' }))));
  } catch (error) {
    toasts.error(error);
  }
}

function devicesOf({ people, router, toasts }, devices) {
  if (!devices.length) return null;
  const remove = ({ id, name }) => confirm(`Sign ${name} out?`, 'It asks to sign in again.', 'Sign out',
    () => people.removeDevice(id).then(() => router.reload(), (error) => toasts.error(error)));
  return h('ul', { class: 'account-rows' }, devices.map((device) => h('li', {},
    h('span', {}, named(device.name), h('span', { class: 'account-note' }, `Last seen ${ago(device.lastSeenAt)}`)),
    button('Sign out', () => remove(device), { name: `Sign out ${device.name}` }))));
}
