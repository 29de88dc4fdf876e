package dev.legato.edge.file;

import java.io.IOException;

/** A file changed while it was being opened or hashed. Trying again may find it at rest. */
final class FileChangedException extends IOException {
    private static final long serialVersionUID = 1;

    FileChangedException(Located located) {
        super("%s: changed while it was read".formatted(located.key()));
    }
}
