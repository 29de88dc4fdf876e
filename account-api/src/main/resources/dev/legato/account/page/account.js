"use strict";
// What the pages' forms do with scripts: passkeys, and the work that pays for a sign-in where others have failed too often.
(() => {
  const bytes = text => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), c => c.charCodeAt(0));
  const text = buffer => btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

  const decoded = list => (list || []).map(item => ({...item, id: bytes(item.id)}));

  async function create(options) {
    const made = await navigator.credentials.create({publicKey: {
      ...options,
      challenge: bytes(options.challenge),
      user: {...options.user, id: bytes(options.user.id)},
      excludeCredentials: decoded(options.excludeCredentials),
    }});
    return {
      id: made.id, rawId: text(made.rawId), type: made.type, clientExtensionResults: made.getClientExtensionResults(),
      response: {
        clientDataJSON: text(made.response.clientDataJSON),
        attestationObject: text(made.response.attestationObject),
        transports: made.response.getTransports ? made.response.getTransports() : [],
      },
    };
  }

  async function get(options) {
    const found = await navigator.credentials.get({publicKey: {
      ...options, challenge: bytes(options.challenge), allowCredentials: decoded(options.allowCredentials),
    }});
    return {
      id: found.id, rawId: text(found.rawId), type: found.type, clientExtensionResults: found.getClientExtensionResults(),
      response: {
        clientDataJSON: text(found.response.clientDataJSON),
        authenticatorData: text(found.response.authenticatorData),
        signature: text(found.response.signature),
        userHandle: found.response.userHandle ? text(found.response.userHandle) : null,
      },
    };
  }

  const available = Boolean(window.PublicKeyCredential && window.isSecureContext);
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    form.hidden = !available;
    form.addEventListener("submit", async event => {
      event.preventDefault();
      try {
        const options = JSON.parse(form.dataset.options);
        const answer = await (form.dataset.passkey === "create" ? create(options) : get(options));
        form.elements.credential.value = JSON.stringify(answer);
        form.submit();
      } catch (failure) {
        if (failure.name !== "NotAllowedError" && failure.name !== "AbortError") throw failure;
      }
    });
  }
  if (!available) document.querySelectorAll("[data-no-passkey]").forEach(note => { note.hidden = false; });

  // SHA-256 (FIPS 180-4) of short ASCII texts: pages without https have no WebCrypto, and its calls are slower than this.
  const K = new Int32Array(64);
  const START = new Int32Array(8);
  const primes = [];
  for (let n = 2; primes.length < 64; n++) if (primes.every(p => n % p)) primes.push(n);
  const fraction = root => ((root - Math.floor(root)) * 4294967296) | 0;
  primes.forEach((p, i) => { K[i] = fraction(Math.cbrt(p)); if (i < 8) START[i] = fraction(Math.sqrt(p)); });
  const W = new Int32Array(64);
  const turn = (x, n) => (x >>> n) | (x << (32 - n));

  function firstWords(message) {
    const length = message.length;
    const blocks = ((length + 8) >> 6) + 1;
    const words = new Int32Array(blocks * 16);
    for (let i = 0; i < length; i++) words[i >> 2] |= message.charCodeAt(i) << (24 - (i & 3) * 8);
    words[length >> 2] |= 0x80 << (24 - (length & 3) * 8);
    words[words.length - 1] = length * 8;
    const h = Int32Array.from(START);
    for (let at = 0; at < words.length; at += 16) {
      let [a, b, c, d, e, f, g, k] = h;
      for (let i = 0; i < 64; i++) {
        if (i < 16) W[i] = words[at + i];
        else {
          const x = W[i - 15], y = W[i - 2];
          W[i] = (W[i - 16] + (turn(x, 7) ^ turn(x, 18) ^ (x >>> 3)) + W[i - 7] + (turn(y, 17) ^ turn(y, 19) ^ (y >>> 10))) | 0;
        }
        const t = (k + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + K[i] + W[i]) | 0;
        const u = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
        k = g; g = f; f = e; e = (d + t) | 0; d = c; c = b; b = a; a = (t + u) | 0;
      }
      h[0] += a; h[1] += b; h[2] += c; h[3] += d; h[4] += e; h[5] += f; h[6] += g; h[7] += k;
    }
    return h;
  }

  const pause = () => new Promise(resolve => setTimeout(resolve));

  async function solve(stamp, bits) {
    const letters = text(crypto.getRandomValues(new Uint8Array(12)));
    const start = stamp + letters + ":";
    for (let counter = 0; ; counter++) {
      // No more bits than a word has are ever asked for.
      if (Math.clz32(firstWords(start + counter)[0]) >= bits) return start + counter;
      if (counter % 20000 === 0) await pause();
    }
  }

  for (const form of document.querySelectorAll("form[data-stamp]")) {
    if (!form.dataset.stamp) continue;
    document.querySelectorAll("[data-waiting]").forEach(note => { note.hidden = true; });
    let work;
    form.addEventListener("submit", async event => {
      event.preventDefault();
      document.querySelectorAll("[data-working]").forEach(note => { note.hidden = false; });
      form.elements.payment.value = await work;
      form.submit();
    });
    work = solve(form.dataset.stamp, Number(form.dataset.bits));
  }
})();
