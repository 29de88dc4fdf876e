package dev.legato.edge.manifest;

import dev.legato.edge.http.Representation;
import io.vertx.core.buffer.Buffer;

/** A rendered manifest with its representation. */
public record Manifest(Representation representation, Buffer bytes) {}
