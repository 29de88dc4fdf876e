package dev.legato.metadata.catalogue;

/** A stored cover image: its object key, and its size in pixels. */
public record Artwork(String key, int width, int height) {}
