package dev.legato.edge.file;

import java.io.IOException;
import java.nio.channels.FileChannel;

/** A file just opened: its channel, and who watches it. */
record OpenedFile(FileChannel channel, Witness witness) {
    void close() {
        witness.close();
        try {
            channel.close();
        } catch (IOException _) {
            // Read-only: nothing can be lost.
        }
    }
}
