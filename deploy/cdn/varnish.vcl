# Varnish as a cache in front of an edge. Put your own address in the lines marked with "yours". docs/cdn.md explains it.
vcl 4.1;

backend edge {
    .host = "127.0.0.1"; # yours
    .port = "8081"; # yours
}

sub vcl_recv {
    if (req.restarts == 0) {
        unset req.http.X-Link;
    }
    if (req.method != "GET" && req.method != "HEAD" || req.http.X-Link == "refused") {
        return (pass);
    }
    # A stored file would go to whoever knows its name: each link is shown to the edge first, by a HEAD.
    if (req.url ~ "^/audio/" && !req.http.X-Link) {
        set req.http.X-Link = "checking";
        set req.http.X-Method = req.method;
        set req.method = "HEAD";
        return (pass);
    }
    return (hash);
}

# The one rule: what is stored is found by its path without the token, so that all listeners share it.
sub vcl_hash {
    hash_data(regsub(regsub(req.url, "\?.*$", ""), "^/audio/~[^/]+/", "/audio/"));
    return (lookup);
}

sub vcl_backend_fetch {
    unset bereq.http.X-Link;
    unset bereq.http.X-Method;
}

sub vcl_backend_response {
    if (beresp.status >= 400) {
        set beresp.uncacheable = true;
        set beresp.ttl = 0s;
        return (deliver);
    }
}

sub vcl_deliver {
    if (req.http.X-Link == "checking") {
        set req.method = req.http.X-Method;
        unset req.http.X-Method;
        # 304 and 412 are about the validators a client sent along, of a link that is good.
        if (resp.status == 200 || resp.status == 304 || resp.status == 412) {
            set req.http.X-Link = "good";
        } else {
            set req.http.X-Link = "refused"; # the edge itself says why
        }
        return (restart);
    }
    if (obj.hits > 0) {
        set resp.http.X-Cache = "HIT";
    } else {
        set resp.http.X-Cache = "MISS";
    }
}
