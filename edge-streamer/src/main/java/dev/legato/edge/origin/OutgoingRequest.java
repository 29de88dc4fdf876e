package dev.legato.edge.origin;

import dev.legato.edge.http.FieldList;
import java.util.Set;

/**
 * What is sent to one origin.
 *
 * @param target with the origin's own path before it
 * @param host for Host or :authority, {@code host} or {@code host:port}
 */
record OutgoingRequest(String target, String host, FieldList fields) {
    /**
     * Expect is answered by the edge itself, and the length is that of the body that is sent. Cache-Control and the like
     * are the caller's concern.
     */
    private static final Set<String> NOT_SENT_ON = Set.of("content-length", "expect", "host");

    /** Makes the request for an origin that is not S3. */
    static OutgoingRequest of(OriginRequest request, OriginAddress origin, OriginSettings settings, String cdnId) {
        FieldList fields = ProxyFields.withoutHopByHop(request.fields()).without(NOT_SENT_ON);
        OriginRequest.Client client = request.client();
        if (client != null) {
            fields = settings.forwarded().add(fields, client);
        }
        String host = settings.preserveHost() && client != null && client.host() != null ? client.host() : host(origin);
        String target = request.target().equals("*") ? "*" : origin.path() + request.target();
        return new OutgoingRequest(target, host, CdnLoop.add(fields, cdnId));
    }

    /** The host of an origin, without the port that its scheme implies. */
    static String host(OriginAddress origin) {
        return origin.port() == OriginAddress.defaultPort(origin.tls())
                ? origin.host()
                : origin.host() + ':' + origin.port();
    }

    /** Whether a text is a request target in origin form: nothing in it can end the request line. */
    static boolean isTarget(String text) {
        return text.startsWith("/") && text.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '#');
    }
}
