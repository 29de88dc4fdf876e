package dev.legato.edge.policy;

/**
 * A request to the origin and its response, with the times that the age calculation needs (RFC 9111 §4.2.3).
 *
 * @param request what the client asked for; its fields nominated by Vary are as they were forwarded
 * @param requestTime when the request was sent, in milliseconds since 1970
 * @param responseTime when the response's head arrived, in milliseconds since 1970
 */
public record Exchange(CacheRequest request, CacheResponse response, long requestTime, long responseTime) {}
