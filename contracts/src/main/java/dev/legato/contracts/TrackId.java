package dev.legato.contracts;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * A track's id: 26 characters of {@linkplain ContentId Crockford base 32}, from the SHA-256 of its encoded audio, so
 * that the same audio has the same id wherever its file lies and however it is tagged.
 */
public record TrackId(@JsonValue String value) {
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public TrackId {
        ContentId.require("track id", value);
    }

    @Override
    public String toString() {
        return value;
    }
}
