package dev.legato.media.store;

/**
 * An object as it lies in the store.
 *
 * @param bytes its length
 * @param sha256 of its content, lower-case hex
 */
public record StoredObject(String key, long bytes, String sha256) {}
