/**
 * Reads a list to its end, page by page.
 *
 * @param first the path of the first page
 * @param read gives a page, `{items, next}`
 */
export async function allPages(first, read) {
  const items = [];
  for (let path = first; path; ) {
    const page = await read(path);
    items.push(...page.items);
    path = page.next;
  }
  return items;
}

/** A list in parts of at most so many, in order. */
export const inBatches = (items, most) =>
  Array.from({ length: Math.ceil(items.length / most) }, (_, i) => items.slice(i * most, (i + 1) * most));
