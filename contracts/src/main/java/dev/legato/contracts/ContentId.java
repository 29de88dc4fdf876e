package dev.legato.contracts;

import java.util.random.RandomGenerator;

/**
 * The form of every catalogue id: the first 130 bits of a SHA-256 in lower-case Crockford base 32, 26 characters of
 * {@code 0-9 a-z} without {@code i l o u}. It is safe in URLs, object keys and file names of any file system.
 */
public final class ContentId {
    /** Characters in an id. */
    public static final int LENGTH = 26;

    private static final String ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
    private static final int BITS = 5;
    private static final int RANDOM_BYTES = 17;

    private ContentId() {}

    /**
     * The id of a digest.
     *
     * @param digest at least 17 bytes, most significant first; a SHA-256 has 32
     */
    public static String of(byte[] digest) {
        if (digest.length * Byte.SIZE < LENGTH * BITS) {
            throw new IllegalArgumentException("digest: %d bytes (expected: >= 17)".formatted(digest.length));
        }
        StringBuilder id = new StringBuilder(LENGTH);
        for (int character = 0; character < LENGTH; character++) {
            int value = 0;
            for (int bit = character * BITS; bit < (character + 1) * BITS; bit++) {
                value = value << 1 | (digest[bit / Byte.SIZE] >> (Byte.SIZE - 1 - bit % Byte.SIZE) & 1);
            }
            id.append(ALPHABET.charAt(value));
        }
        return id.toString();
    }

    /** A new random id, for what is not identified by its content. */
    public static String random(RandomGenerator random) {
        byte[] bits = new byte[RANDOM_BYTES];
        random.nextBytes(bits);
        return of(bits);
    }

    /** Whether a text has an id's form. */
    public static boolean isValid(String text) {
        return text.length() == LENGTH && text.chars().allMatch(c -> ALPHABET.indexOf(c) >= 0);
    }

    /**
     * Refuses a text that has not an id's form.
     *
     * @param what what the id names, for the message
     * @throws IllegalArgumentException if it has not
     */
    public static void require(String what, String text) {
        if (!isValid(text)) {
            throw new IllegalArgumentException("%s: %s (expected: %d characters of 0-9 and a-z without i, l, o, u)"
                    .formatted(what, Excerpt.of(text), LENGTH));
        }
    }
}
