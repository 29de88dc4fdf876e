// CloudFront: a function for the event "viewer request", runtime cloudfront-js-2.0. It verifies the link and takes the
// token out of the path, so that all listeners share what is stored. docs/cdn.md explains it.
const crypto = require('crypto');

// As in links.keys of the edge: id and secret in base64.
const keys = { k1: 'MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=' };

function refused(reason) {
    return { statusCode: 403, statusDescription: 'Forbidden', headers: { 'x-refused': { value: reason } } };
}

function handler(event) {
    const request = event.request;
    const parts = /^\/audio\/~([^/]+)\/(.+)$/.exec(request.uri);
    if (parts === null) {
        return request.uri.startsWith('/artwork/') ? request : refused('link needed');
    }
    const token = parts[1].split('.');
    const claimed = token.length === 6 && token[4] === 'unpaced';
    if ((token.length !== 5 && !claimed) || !Object.keys(keys).includes(token[0])) {
        return refused('malformed link');
    }
    const signature = token[token.length - 1];
    const signed = token.slice(0, -1).join('.');
    const expected = crypto.createHmac('sha256', Buffer.from(keys[token[0]], 'base64')).update(signed).digest('base64url');
    if (signature !== expected.replace(/=+$/, '')) {
        return refused('wrong signature');
    }
    if (!/^\d+$/.test(token[1]) || Number(token[1]) * 1000 <= Date.now()) {
        return refused('link expired');
    }
    let key;
    try {
        key = decodeURIComponent(parts[2]);
    } catch (e) {
        return refused('malformed path');
    }
    if (!key.startsWith(Buffer.from(token[3], 'base64url').toString('utf8'))) {
        return refused('wrong prefix');
    }
    // The origin path of the distribution is /audio/~{an unpaced token for every key}.
    request.uri = '/' + parts[2];
    return request;
}
