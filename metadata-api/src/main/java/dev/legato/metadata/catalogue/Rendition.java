package dev.legato.metadata.catalogue;

/**
 * A stored audio file of a track.
 *
 * @param rendition its name, such as {@code original} or {@code aac-160}
 * @param bitrate average, in bits per second
 * @param bytes the file's length
 */
public record Rendition(String rendition, String key, String contentType, int bitrate, long bytes) {}
