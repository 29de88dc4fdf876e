package dev.legato.edge.policy;

/**
 * A stored response after the origin has updated its head.
 *
 * @param head to serve
 * @param storable whether it replaces the stored head; if not, it is served this once and the stored one stays as it was,
 *     stale
 */
public record Freshened(StoredHead head, boolean storable) {}
