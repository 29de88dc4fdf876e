package dev.legato.edge.policy;

import dev.legato.edge.http.FieldList;

/** The head of a final response as it arrived from the origin. */
public record CacheResponse(int status, FieldList fields) {}
