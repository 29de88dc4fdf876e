package dev.legato.edge.http;

/**
 * The selected representation (RFC 9110 §3.2), as answers describe it and metrics count it. It does not change.
 *
 * @param validators ETag and Last-Modified
 * @param completeLength bytes
 * @param contentType value of Content-Type
 * @param cacheControl value of Cache-Control
 * @param rendition the label under which it is counted
 */
public record Representation(
        Validators validators, long completeLength, String contentType, String cacheControl, String rendition) {}
