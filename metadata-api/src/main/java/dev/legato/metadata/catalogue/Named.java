package dev.legato.metadata.catalogue;

/** An artist by id and name. */
public record Named(String id, String name) {}
