/** An answer that is an error: an RFC 9457 problem, or none at all when the network failed (status 0). */
export class Problem extends Error {
  constructor({ status = 0, type = 'about:blank', title = '', detail = '', field = null, requestId = null, retryAfter = null }) {
    super(detail || title || (status ? `The server answered ${status}.` : 'The server could not be reached.'));
    this.name = 'Problem';
    this.status = status;
    this.type = type;
    this.title = title;
    this.detail = detail;
    this.field = field;
    this.requestId = requestId;
    this.retryAfter = retryAfter;
  }

  /** Whether the same request may succeed a moment later. */
  get transient() {
    return [0, 408, 429, 502, 503, 504].includes(this.status);
  }

  static async from(response) {
    const retryAfter = Number.parseInt(response.headers.get('retry-after') ?? '', 10);
    const body = await response.json().catch(() => ({}));
    return new Problem({
      // OAuth's endpoints have a form of their own (RFC 6749 §5.2).
      ...(body.error && { title: body.error, detail: body.error_description }),
      ...body,
      status: response.status,
      retryAfter: Number.isFinite(retryAfter) ? retryAfter : null,
    });
  }
}

/** Whether an error only says that we ourselves gave the request up. */
export const isAbort = (error) => error?.name === 'AbortError';
