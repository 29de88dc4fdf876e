package dev.legato.edge.file;

import java.io.IOException;
import java.nio.channels.FileChannel;

/** A file that was just opened. */
record OpenedFile(FileChannel channel, FileHandle handle) {
    void close() {
        handle.close();
        try {
            channel.close();
        } catch (IOException _) {
            // It was only read: nothing is lost.
        }
    }
}
