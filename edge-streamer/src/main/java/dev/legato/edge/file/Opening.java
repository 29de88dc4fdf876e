package dev.legato.edge.file;

import dev.legato.edge.source.OpenFile;
import java.io.IOException;

/** The result of opening a file. */
public sealed interface Opening {
    /** It is open; the receiver calls {@link OpenFile#release} once. */
    record Opened(OpenFile file) implements Opening {}

    /** There is no such file: 404. */
    enum Absent implements Opening {
        ABSENT
    }

    /** Too many files are open, or too many tasks wait for the disk: 503. */
    enum Busy implements Opening {
        BUSY
    }

    /** The file system reported an error: 500. */
    record Failed(IOException cause) implements Opening {}
}
