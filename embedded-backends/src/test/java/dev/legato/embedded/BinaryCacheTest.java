package dev.legato.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BinaryCacheTest {
    @TempDir
    Path root;

    private BinaryCache cache;

    @BeforeEach
    void open() {
        cache = new BinaryCache(root);
    }

    @Test
    void folder_filledBefore_isNotFilledAgain() throws Exception {
        Path first = cache.folder("entry", partial -> Files.writeString(partial.resolve("file"), "first"));
        Path second = cache.folder("entry", partial -> Files.writeString(partial.resolve("file"), "second"));
        assertEquals(first, second);
        assertEquals("first", Files.readString(second.resolve("file")));
    }

    @Test
    void folder_whoseFillingFails_leavesNothing() throws Exception {
        var failure = assertThrows(
                StartupException.class,
                () -> cache.folder("entry", partial -> {
                    Files.writeString(partial.resolve("file"), "half");
                    throw new IOException("No space left on device");
                }));
        assertTrue(failure.getMessage().contains("No space left on device"), failure.getMessage());
        assertEquals(List.of(), entries());
    }

    @Test
    void folder_filledByAnotherMeanwhile_keepsTheOthers() throws Exception {
        Path folder = cache.folder("entry", partial -> {
            Files.writeString(partial.resolve("file"), "ours");
            Files.createDirectory(root.resolve("entry"));
            Files.writeString(root.resolve("entry/file"), "theirs");
        });
        assertEquals("theirs", Files.readString(folder.resolve("file")));
        assertEquals(List.of(root.resolve("entry")), entries());
    }

    @Test
    void unpacked_ofAResourceThatThisBuildLacks_saysSo() {
        var failure = assertThrows(StartupException.class, () -> cache.unpacked("no-such.txz", (_, _) -> {}));
        assertTrue(failure.getMessage().startsWith("No no-such.txz on the class path"), failure.getMessage());
    }

    private List<Path> entries() throws IOException {
        try (var entries = Files.list(root)) {
            return entries.toList();
        }
    }
}
