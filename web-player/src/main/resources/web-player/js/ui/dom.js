const SVG = 'http://www.w3.org/2000/svg';

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === 'on') for (const [type, listener] of Object.entries(value)) element.addEventListener(type, listener);
    else if (name === 'data') Object.assign(element.dataset, value);
    else if (name === 'style') for (const [key, text] of Object.entries(value)) element.style.setProperty(key, text);
    else if (name === 'value' || name === 'checked') element[name] = value;
    else element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/**
 * An element with its attributes and children. Strings become text, never markup.
 *
 * `on` holds listeners, `data` the dataset, `style` custom properties; null, undefined and false are left out.
 */
export const h = (name, attributes = {}, ...children) => fill(document.createElement(name), attributes, children);

/** As `h`, for SVG. */
export const svg = (name, attributes = {}, ...children) =>
  fill(document.createElementNS(SVG, name), attributes, children);

/** A name somebody chose: its own direction, whatever the language of the page. */
export const named = (text, tag = 'span', attributes = {}) => h(tag, { dir: 'auto', ...attributes }, text);
