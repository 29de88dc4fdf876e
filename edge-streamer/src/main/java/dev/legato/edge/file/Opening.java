package dev.legato.edge.file;

import java.io.IOException;

/** How opening a file ended. */
public sealed interface Opening {
    /** Open; whoever receives this calls {@link OpenFile#release} once. */
    record Opened(OpenFile file) implements Opening {}

    /** There is no such file to serve: 404. */
    enum Absent implements Opening {
        ABSENT
    }

    /** Too many files or disk tasks at once: 503. */
    enum Busy implements Opening {
        BUSY
    }

    /** The file system refused: 500. */
    record Failed(IOException cause) implements Opening {}
}
