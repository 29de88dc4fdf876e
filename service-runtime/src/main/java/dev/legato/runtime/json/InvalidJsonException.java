package dev.legato.runtime.json;

import java.io.IOException;

/** A stranger's JSON that is not what was asked for. The message says what is wrong and what would be right. */
public final class InvalidJsonException extends IOException {
    private static final long serialVersionUID = 1L;

    private final String field;

    InvalidJsonException(String field, String detail) {
        super(detail, null);
        this.field = field;
    }

    /** The member at fault, {@code album.artists[0].name}, or {@code body}. */
    public String field() {
        return field;
    }

    /** What is wrong with it and what would be right. */
    public String detail() {
        return String.valueOf(getMessage());
    }
}
