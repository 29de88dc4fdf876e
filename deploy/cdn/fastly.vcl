# Fastly: custom VCL. It verifies the link and takes the token out of the path, so that all listeners share what is stored.
# Needs a private dictionary "legato": one item a key of links.keys (its id, and the secret, which must be of printable
# characters) and "origin", an unpaced token for every key. docs/cdn.md explains it.

sub vcl_recv {
#FASTLY recv
    if (req.method != "GET" && req.method != "HEAD" && req.method != "FASTLYPURGE") {
        return (pass);
    }
    if (req.url.path ~ "^/audio/~(([A-Za-z0-9_-]+)\.([0-9]+)\.[A-Za-z0-9_-]+\.([A-Za-z0-9_-]*)(\.unpaced)?)\.([A-Za-z0-9_-]+)/(.+)$") {
        declare local var.signed STRING;
        declare local var.secret STRING;
        declare local var.expires INTEGER;
        declare local var.prefix STRING;
        declare local var.signature STRING;
        declare local var.key STRING;
        declare local var.expected STRING;
        set var.signed = re.group.1;
        set var.secret = table.lookup(legato, re.group.2, "");
        set var.expires = std.strtol(re.group.3, 10);
        set var.prefix = digest.base64url_nopad_decode(re.group.4);
        set var.signature = re.group.6;
        set var.key = re.group.7;
        set var.expected = digest.hmac_sha256_base64(var.secret, var.signed);
        set var.expected = regsuball(regsuball(regsuball(var.expected, "\+", "-"), "/", "_"), "=", "");
        if (var.secret == "" || !digest.secure_is_equal(var.expected, var.signature)) {
            error 403 "wrong signature";
        }
        if (!time.is_after(std.integer2time(var.expires), now)) {
            error 403 "link expired";
        }
        if (!std.prefixof(urldecode(var.key), var.prefix)) {
            error 403 "wrong prefix";
        }
        set req.url = "/audio/" var.key;
    } else if (req.url.path ~ "^/audio/") {
        error 403 "link needed";
    }
    set req.url = req.url.path;
    return (lookup);
}

sub vcl_miss {
#FASTLY miss
    set bereq.url = regsub(bereq.url, "^/audio/", "/audio/~" table.lookup(legato, "origin") "/");
    return (fetch);
}
