package dev.legato.store;

import java.io.IOException;

/** An object whose content is not what was put. */
public final class CorruptObjectException extends IOException {
    CorruptObjectException(StoredObject expected, StoredObject found) {
        super("%s is corrupted: sha256 %s in %d bytes (expected: %s in %d)"
                .formatted(expected.key(), found.sha256(), found.bytes(), expected.sha256(), expected.bytes()));
    }
}
