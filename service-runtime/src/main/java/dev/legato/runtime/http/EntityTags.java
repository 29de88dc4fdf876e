package dev.legato.runtime.http;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Comparison of entity tags, RFC 9110 §8.8.3.2. The tags of our API hold no commas. */
public final class EntityTags {
    private EntityTags() {}

    /** Whether an {@code If-None-Match} header has this tag, weak or strong. */
    public static boolean matchesWeakly(@Nullable String header, String tag) {
        return header != null
                && (header.strip().equals("*")
                        || Arrays.stream(header.split(","))
                                .anyMatch(listed -> opaque(listed).equals(opaque(tag))));
    }

    /** Whether an {@code If-Match} header has this strong tag. */
    public static boolean matchesStrongly(String header, String tag) {
        return header.strip().equals("*")
                || (!tag.startsWith("W/")
                        && Arrays.stream(header.split(","))
                                .anyMatch(listed -> listed.strip().equals(tag)));
    }

    private static String opaque(String tag) {
        String stripped = tag.strip();
        return stripped.startsWith("W/") ? stripped.substring(2) : stripped;
    }
}
