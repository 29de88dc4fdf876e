package dev.legato.edge.store;

import java.nio.charset.StandardCharsets;
import java.util.Set;

/** What the store keeps beside an object's bytes and does not interpret: metadata, and the tags it is found by. */
public final class Description {
    /** The most bytes of metadata. */
    public static final int MAX_METADATA = 64 << 10;

    /** The most tags of an object. */
    public static final int MAX_TAGS = 128;

    /** The most characters of a tag. */
    public static final int MAX_TAG_LENGTH = 256;

    /** Bytes of heap that an object takes beside what its description holds, roughly. */
    private static final int OBJECT_OVERHEAD = 512;

    private final byte[] metadata;
    private final Set<String> tags;

    /**
     * @param metadata not copied; it must not change afterwards
     * @throws IllegalArgumentException if there is more than the limits permit
     */
    public Description(byte[] metadata, Set<String> tags) {
        if (metadata.length > MAX_METADATA) {
            throw new IllegalArgumentException(
                    "metadata: %d bytes (expected: <= %d)".formatted(metadata.length, MAX_METADATA));
        }
        if (tags.size() > MAX_TAGS) {
            throw new IllegalArgumentException("tags: %d (expected: <= %d)".formatted(tags.size(), MAX_TAGS));
        }
        for (String tag : tags) {
            if (tag.isEmpty() || tag.length() > MAX_TAG_LENGTH) {
                throw new IllegalArgumentException(
                        "length of a tag: %d (expected: 1 to %d)".formatted(tag.length(), MAX_TAG_LENGTH));
            }
        }
        this.metadata = metadata;
        this.tags = Set.copyOf(tags);
    }

    /** The metadata itself, not a copy; do not change it. */
    public byte[] metadata() {
        return metadata;
    }

    public Set<String> tags() {
        return tags;
    }

    /** Bytes of heap that an object with this key and description takes, without its slices. */
    int weight(String key) {
        int bytes = OBJECT_OVERHEAD + 2 * key.length() + metadata.length;
        for (String tag : tags) {
            bytes += 2 * tag.length();
        }
        return bytes;
    }

    /** Bytes that it takes in the journal, roughly. */
    int recordBytes(String key) {
        int bytes = JournalEvents.OBJECT_BYTES + key.getBytes(StandardCharsets.UTF_8).length + metadata.length;
        for (String tag : tags) {
            bytes += 2 + tag.length();
        }
        return bytes;
    }
}
