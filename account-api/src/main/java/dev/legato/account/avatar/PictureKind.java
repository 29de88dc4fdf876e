package dev.legato.account.avatar;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/** The kinds of pictures that are taken, told by their first bytes and not by what their sender calls them. */
enum PictureKind {
    PNG("89504e470d0a1a0a", ""),
    JPEG("ffd8ff", ""),
    WEBP("52494646", "57454250");

    private static final int TAG_OFFSET = 8;

    private final String start;
    private final String tag;

    /**
     * A kind.
     *
     * @param start the first bytes, in hexadecimal
     * @param tag the bytes from {@link #TAG_OFFSET} on
     */
    PictureKind(String start, String tag) {
        this.start = start;
        this.tag = tag;
    }

    static Optional<PictureKind> of(byte[] bytes) {
        return Arrays.stream(values())
                .filter(kind -> has(bytes, 0, kind.start) && has(bytes, TAG_OFFSET, kind.tag))
                .findFirst();
    }

    private static boolean has(byte[] bytes, int offset, String hex) {
        int end = offset + hex.length() / 2;
        return bytes.length >= end
                && HexFormat.of().formatHex(bytes, offset, end).equals(hex);
    }
}
