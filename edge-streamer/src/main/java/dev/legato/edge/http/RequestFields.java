package dev.legato.edge.http;

import org.jspecify.annotations.Nullable;

/** The fields of a request that decide its answer. Each lane of the edge reads them from its own kind of request. */
public interface RequestFields {
    /** The fields that {@link Answer#decide} reads, and those that ask a cache not to answer. */
    enum Name {
        RANGE("range"),
        IF_RANGE("if-range"),
        IF_MATCH("if-match"),
        IF_NONE_MATCH("if-none-match"),
        IF_MODIFIED_SINCE("if-modified-since"),
        IF_UNMODIFIED_SINCE("if-unmodified-since"),
        CACHE_CONTROL("cache-control"),
        PRAGMA("pragma");

        private final String wireName;

        Name(String wireName) {
            this.wireName = wireName;
        }

        /** The field's name in lower case. */
        public String wireName() {
            return wireName;
        }
    }

    /** The field's value, several lines joined by {@code ", "} (RFC 9110 §5.3); null if there is none. */
    @Nullable
    String get(Name name);
}
