package dev.legato.edge.os;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
class LinuxIT {
    private static final Path TMPFS = Path.of("/dev/shm");
    private static final String TEXT = "in the page cache";

    private final Linux linux = Linux.calls().orElseThrow();

    @TempDir
    private Path folder;

    @Test
    void readCached_justWritten_needsNoDisk() throws Exception {
        assertEquals("page cache", readCached(Files.writeString(folder.resolve("text"), TEXT)));
    }

    @Test
    void readCached_onTmpfs_needsNone() throws Exception {
        assumeTrue(Files.isWritable(TMPFS), "no " + TMPFS);
        Path file = Files.createTempFile(TMPFS, "legato-", ".txt");
        try {
            assertEquals("page cache", readCached(Files.writeString(file, TEXT)));
        } finally {
            Files.delete(file);
        }
    }

    private String readCached(Path file) {
        int descriptor = linux.open(file.toString());
        assertTrue(descriptor >= 0);
        ByteBuf into = Unpooled.directBuffer(64);
        try {
            int count = linux.readCached(descriptor, into.memoryAddress(), 64, TEXT.indexOf("page"));
            assertTrue(count > 0, () -> "read " + count);
            return into.writerIndex(count).toString(StandardCharsets.US_ASCII);
        } finally {
            into.release();
            linux.close(descriptor);
        }
    }
}
