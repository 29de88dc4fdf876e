import { h, svg } from './dom.js';

/** A number that a text always gives (FNV-1a, 32 bits). */
export function hash(text) {
  let value = 0x811c9dc5;
  for (const character of text) value = Math.imul(value ^ character.codePointAt(0), 0x01000193) >>> 0;
  return value;
}

/** The smallest picture that is sharp at `pixels` CSS pixels on this screen; artwork comes largest first. */
function fitting(artwork, pixels) {
  const needed = pixels * Math.min(devicePixelRatio || 1, 2);
  return artwork.filter((picture) => picture.width >= needed).at(-1) ?? artwork[0];
}

/** A cover for what has none: slurs over a ground of two colours, always the same for the same id. */
export function placeholder(id) {
  const seed = hash(id);
  const hue = seed % 360;
  const second = (hue + 30 + ((seed >>> 9) % 50)) % 360;
  const gradient = `ground-${id.replace(/[^\w-]/g, '')}-${Math.random().toString(36).slice(2)}`;
  const turn = (seed >>> 5) % 360;
  const arcs = [0, 1, 2, 3].map((i) => {
    const spread = 22 + i * 13 + ((seed >>> (i * 3)) % 6);
    return svg('path', {
      d: `M${50 - spread} 62 C${50 - spread * 0.7} ${62 - spread * 1.25} ${50 + spread * 0.7} ${62 - spread * 1.25} ${50 + spread} 62 C${50 + spread * 0.6} ${62 - spread * 0.98} ${50 - spread * 0.6} ${62 - spread * 0.98} ${50 - spread} 62Z`,
      fill: `hsl(${second} 90% 88%)`,
      opacity: 0.85 - i * 0.2,
    });
  });
  return svg('svg', { viewBox: '0 0 100 100', class: 'cover-drawn', 'aria-hidden': 'true', preserveAspectRatio: 'xMidYMid slice' },
    svg('defs', {}, svg('linearGradient', { id: gradient, gradientTransform: `rotate(${turn} .5 .5)` },
      svg('stop', { offset: 0, 'stop-color': `hsl(${hue} 55% 24%)` }),
      svg('stop', { offset: 1, 'stop-color': `hsl(${second} 62% 46%)` }))),
    svg('rect', { width: 100, height: 100, fill: `url(#${gradient})` }),
    svg('g', { transform: `rotate(${(turn % 50) - 25} 50 50)` }, arcs));
}

/**
 * A cover that fills its box.
 *
 * @param item what it belongs to, `{id, artwork}`
 * @param pixels its width on the page
 * @param alt what to say of it; empty beside its own name
 */
export function cover(item, pixels, { alt = '', eager = false, round = false } = {}) {
  const box = h('span', { class: `cover${round ? ' cover-round' : ''}` });
  if (alt) {
    box.setAttribute('role', 'img');
    box.setAttribute('aria-label', alt);
  }
  const picture = item?.artwork?.length ? fitting(item.artwork, pixels) : null;
  if (!picture) {
    box.append(placeholder(item?.id ?? 'legato'));
    return box;
  }
  const image = h('img', {
    alt: '',
    crossorigin: 'anonymous',
    loading: eager ? 'eager' : 'lazy',
    decoding: 'async',
    width: picture.width,
    height: picture.height,
    on: {
      load: () => image.classList.add('is-loaded'),
      error: () => box.replaceChildren(placeholder(item.id)),
    },
  });
  image.src = picture.url;
  box.append(image);
  return box;
}
