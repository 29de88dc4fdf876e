package dev.legato.edge.access;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * A line of the access log. Fields that are null are omitted.
 *
 * @param time of the answer's beginning, RFC 3339
 * @param requestId the caller's or, for a problem, the one in the answer
 * @param listener the account in the signed link, hashed
 * @param key the requested path, without token and query
 * @param range the Range field
 * @param bytesSent of the body
 * @param firstByteMicros from the request's last byte to the answer's first
 * @param durationMicros from the request's last byte to the answer's last
 * @param protocol HTTP/1.0, HTTP/1.1 or HTTP/2
 * @param complete false if the connection ended before the answer did
 * @param cmcd the player's own data (CTA-5004), unchanged
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record AccessEntry(
        String time,
        @Nullable String requestId,
        @Nullable String listener,
        String method,
        String key,
        @Nullable String range,
        int status,
        long bytesSent,
        long firstByteMicros,
        long durationMicros,
        String protocol,
        boolean complete,
        @Nullable String cmcd) {}
