package dev.legato.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.legato.contracts.FileHash;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderStoreTest {
    private static final String ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad 3";

    @TempDir
    Path folder;

    private FolderStore store;

    @BeforeEach
    void open() throws IOException {
        store = new FolderStore(folder);
    }

    private Path checksum(String key) {
        return folder.resolve(".sha256").resolve(key);
    }

    @Test
    void put_file_hasItsChecksumBeside() throws IOException {
        try (Workspace workspace = store.openWorkspace()) {
            var _ = store.put("a/b.txt", Files.writeString(workspace.newFile("txt"), "abc"));
        }
        assertEquals(List.of(ABC), Files.readAllLines(checksum("a/b.txt")));
    }

    @Test
    void put_file_tellsTheEdgeItsHash() throws IOException {
        try (Workspace workspace = store.openWorkspace()) {
            Path file = Files.writeString(workspace.newFile("txt"), "abc");
            assumeTrue(
                    Files.getFileStore(file).supportsFileAttributeView(UserDefinedFileAttributeView.class),
                    "no extended attributes here");
            var _ = store.put("a/b.txt", file);
        }
        assertCounts(folder.resolve("a/b.txt"));
    }

    @Test
    void local_objectOfAnEarlierVersion_tellsTheEdgeItsHash() throws IOException {
        Path file =
                Files.writeString(Files.createDirectories(folder.resolve("a")).resolve("b.txt"), "abc");
        assumeTrue(
                Files.getFileStore(file).supportsFileAttributeView(UserDefinedFileAttributeView.class),
                "no extended attributes here");
        try (Workspace workspace = store.openWorkspace()) {
            var _ = store.local("a/b.txt", workspace);
        }
        assertCounts(file);
    }

    private static void assertCounts(Path file) throws IOException {
        ByteBuffer value = ByteBuffer.allocate(FileHash.MAX_BYTES);
        int _ = Files.getFileAttributeView(file, UserDefinedFileAttributeView.class)
                .read(FileHash.ATTRIBUTE, value);
        FileHash hash = Objects.requireNonNull(
                FileHash.parse(StandardCharsets.US_ASCII.decode(value.flip()).toString()));
        FileTime changed = (FileTime) Files.getAttribute(file, "unix:ctime");
        assertEquals(ABC.substring(0, 64), hash.sha256());
        assertTrue(hash.isOf(
                3, Files.getLastModifiedTime(file).to(TimeUnit.NANOSECONDS), changed.to(TimeUnit.NANOSECONDS)));
    }

    @Test
    void local_killedWhileReplacing_keepsTheChecksumItHas() throws IOException {
        Files.writeString(Files.createDirectories(folder.resolve("a")).resolve("b.txt"), "abc");
        Files.writeString(
                Files.createDirectories(checksum("a")).resolve("b.txt"), "%s 5%n%s%n".formatted("0".repeat(64), ABC));
        try (Workspace workspace = store.openWorkspace()) {
            assertEquals("abc", Files.readString(store.local("a/b.txt", workspace)));
        }
        assertEquals(List.of(ABC), Files.readAllLines(checksum("a/b.txt")));
    }

    @Test
    void local_objectOfAnEarlierVersion_getsAChecksum() throws IOException {
        Files.writeString(Files.createDirectories(folder.resolve("a")).resolve("b.txt"), "abc");
        try (Workspace workspace = store.openWorkspace()) {
            assertEquals("abc", Files.readString(store.local("a/b.txt", workspace)));
        }
        assertEquals(List.of(ABC), Files.readAllLines(checksum("a/b.txt")));
    }

    @Test
    void removeLeftOvers_afterAKill_removesWhatWasLeft() throws IOException {
        Path dead = Files.createDirectories(folder.resolve(".incoming/dead"));
        Files.writeString(dead.resolve("lock"), "");
        Files.writeString(dead.resolve("1.flac"), "half");
        Path unlocked = Files.createDirectories(folder.resolve(".incoming/unlocked"));
        Files.writeString(Files.createDirectories(checksum("x")).resolve("lone.txt"), ABC);
        assertEquals(3, store.removeLeftOvers());
        assertFalse(Files.exists(dead) || Files.exists(unlocked) || Files.exists(checksum("x")));
    }

    @Test
    void openWorkspace_whileAnotherRuns_leavesItAlone() throws IOException {
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
        try (Workspace workspace = store.openWorkspace()) {
            Path plain = workspace.link(music, "flac");
            assertTrue(plain.getFileName().toString().matches("\\d+\\.flac"));
            assertEquals("abc", Files.readString(plain));
        }
        assertTrue(Files.exists(music));
    }
}
