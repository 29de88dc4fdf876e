import { hash } from './placeholder.js';

const SIDE = 24;
const known = new Map();

/** The colour that speaks loudest in a picture: the mean of its pixels, weighted by how colourful they are. */
export function loudest(pixels) {
  const sum = [0, 0, 0];
  let weights = 0;
  for (let at = 0; at < pixels.length; at += 4) {
    const [red, green, blue] = pixels.subarray(at, at + 3);
    const most = Math.max(red, green, blue);
    const weight = ((most - Math.min(red, green, blue)) / 255) ** 2 + 0.002;
    sum[0] += red * weight;
    sum[1] += green * weight;
    sum[2] += blue * weight;
    weights += weight;
  }
  return `rgb(${sum.map((channel) => Math.round(channel / weights)).join(' ')})`;
}

/** A colour that goes with an item's cover, for the light behind it. */
export async function tint(item) {
  const smallest = item.artwork?.at(-1);
  const fallback = `hsl(${hash(item.id) % 360} 55% 42%)`;
  if (!smallest) return fallback;
  if (!known.has(smallest.url)) known.set(smallest.url, read(smallest.url).catch(() => fallback));
  return known.get(smallest.url);
}

async function read(url) {
  const image = new Image();
  image.crossOrigin = 'anonymous';
  image.src = url;
  await image.decode();
  const canvas = Object.assign(document.createElement('canvas'), { width: SIDE, height: SIDE });
  const context = canvas.getContext('2d', { willReadFrequently: true });
  context.drawImage(image, 0, 0, SIDE, SIDE);
  return loudest(context.getImageData(0, 0, SIDE, SIDE).data);
}

/** Sets the light of an element once the colour is known. */
export function lit(element, item) {
  tint(item).then((colour) => element.style.setProperty('--tint', colour));
  return element;
}
