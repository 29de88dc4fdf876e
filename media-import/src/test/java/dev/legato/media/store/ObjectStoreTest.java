package dev.legato.media.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ObjectStoreTest {
    @TempDir
    Path folder;

    @Test
    void put_file_isThereWithItsDigest() throws IOException {
        ObjectStore store = new ObjectStore(folder);
        try (Workspace workspace = store.openWorkspace()) {
            Path file = Files.writeString(workspace.newFile("txt"), "abc");
            StoredObject object = store.put("a/b.txt", file);
            assertEquals(3, object.bytes());
            assertEquals("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", object.sha256());
            assertEquals(object, store.describe("a/b.txt").orElseThrow());
            assertFalse(Files.exists(file));
        }
        assertEquals(List.of("a/b.txt"), objects());
    }

    @Test
    void openWorkspace_afterAKill_removesWhatWasLeft() throws IOException {
        ObjectStore store = new ObjectStore(folder);
        Path dead = Files.createDirectories(folder.resolve(".incoming/dead"));
        Files.writeString(dead.resolve("lock"), "");
        Files.writeString(dead.resolve("1.flac"), "half");
        try (Workspace _ = store.openWorkspace()) {
            assertFalse(Files.exists(dead));
        }
    }

    @Test
    void openWorkspace_whileAnotherRuns_leavesItAlone() throws IOException {
        ObjectStore store = new ObjectStore(folder);
        try (Workspace first = store.openWorkspace()) {
            Path file = Files.writeString(first.newFile("txt"), "abc");
            try (Workspace _ = store.openWorkspace()) {
                assertTrue(Files.exists(file));
            }
        }
    }

    @Test
    void link_nameWithLineEnd_getsAPlainOne() throws IOException {
        Path music = Files.writeString(folder.resolve("-i a\nb 🎵.flac"), "abc");
        try (Workspace workspace = new ObjectStore(folder.resolve("objects")).openWorkspace()) {
            Path plain = workspace.link(music, "flac");
            assertTrue(plain.getFileName().toString().matches("\\d+\\.flac"));
            assertEquals("abc", Files.readString(plain));
        }
        assertTrue(Files.exists(music));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/a", "a/", "../a", "a/../b", "a//b", ".incoming/x", "a b", "a\n", "-a"})
    void path_noKey_isRefused(String key) throws IOException {
        ObjectStore store = new ObjectStore(folder);
        assertThrows(IllegalArgumentException.class, () -> store.path(key));
    }

    private List<String> objects() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString())
                    .toList();
        }
    }
}
