import { h } from './dom.js';

const EDGE = 512;

/** A person's picture, or the first letter of the name. */
export const avatar = ({ name, email, avatar: source }, size = '') => source
  ? h('img', { class: `avatar ${size}`, src: source, alt: '', width: 256, height: 256 })
  : h('span', { class: `initial ${size}`, 'aria-hidden': 'true', data: { initial: [...(name || email || '?')][0].toUpperCase() } });

/**
 * The middle of a picture as a small square: phones take pictures of many megabytes, and turned. What the browser cannot
 * read goes as it is, for the server to judge.
 */
export async function squareOf(file) {
  try {
    const image = await createImageBitmap(file, { imageOrientation: 'from-image' });
    const side = Math.min(image.width, image.height);
    const edge = Math.min(EDGE, side);
    const canvas = h('canvas', { width: edge, height: edge });
    const context = canvas.getContext('2d');
    context.fillStyle = '#fff';
    context.fillRect(0, 0, edge, edge);
    context.imageSmoothingQuality = 'high';
    context.drawImage(image, (image.width - side) / 2, (image.height - side) / 2, side, side, 0, 0, edge, edge);
    image.close();
    return (await new Promise((resolve) => canvas.toBlob(resolve, 'image/jpeg', 0.9))) ?? file;
  } catch {
    return file;
  }
}
