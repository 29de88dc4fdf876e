// A browser without scripts: it keeps cookies, follows redirects of one host and submits forms.
export class Browser {
  #cookies = new Map();

  /** Follows redirects until a page, or until the address begins with `stop`; answers {url, status, headers, html}. */
  async open(url, { stop = null, method = 'GET', form = null, headers = {} } = {}) {
    let next = new URL(url);
    for (let hops = 0; hops < 12; hops++) {
      if (stop && next.href.startsWith(stop)) return { url: next, status: 0, html: '' };
      const answer = await fetch(next, {
        method,
        redirect: 'manual',
        headers: { Cookie: [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; '), ...headers },
        body: form ? new URLSearchParams(form) : undefined,
      });
      for (const cookie of answer.headers.getSetCookie()) {
        const [, name, value] = cookie.match(/^([^=]+)=([^;]*)/);
        if (value) this.#cookies.set(name, value);
        else this.#cookies.delete(name);
      }
      if (answer.status !== 303) return { url: next, status: answer.status, headers: answer.headers, html: await answer.text() };
      await answer.arrayBuffer();
      next = new URL(answer.headers.get('Location'), next);
      [method, form] = ['GET', null];
    }
    throw new Error(`too many redirects at ${next}`);
  }

  /** Submits the page's form with these fields beside its hidden ones. */
  async submit(page, fields, options = {}) {
    const action = page.html.match(/<form method="post" action="([^"]+)"/)[1];
    return this.open(new URL(action, page.url), { method: 'POST', form: { ...hidden(page.html), ...fields }, ...options });
  }
}

/** The hidden fields of a page's form. */
export function hidden(html) {
  const fields = {};
  for (const [, name, value] of html.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)) fields[name] = value.replaceAll('&amp;', '&');
  return fields;
}
