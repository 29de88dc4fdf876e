package dev.legato.edge.http;

/**
 * What answers say about a file, and what they count as, fixed as long as the file is.
 *
 * @param validators ETag and Last-Modified
 * @param completeLength bytes
 * @param contentType value of Content-Type
 * @param cacheControl value of Cache-Control
 * @param rendition what it is counted as
 */
public record Representation(
        Validators validators, long completeLength, String contentType, String cacheControl, String rendition) {}
