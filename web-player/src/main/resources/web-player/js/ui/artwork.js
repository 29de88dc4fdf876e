import { h } from './dom.js';
import { placeholder } from './placeholder.js';

/** The smallest picture that is sharp at `pixels` CSS pixels on this screen; artwork comes largest first. */
function fitting(artwork, pixels) {
  const needed = pixels * Math.min(devicePixelRatio || 1, 2);
  return artwork.filter((picture) => picture.width >= needed).at(-1) ?? artwork[0];
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
