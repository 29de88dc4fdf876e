package dev.legato.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.testing.S3Server;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What both stores keep: the same keys, the same bytes, the same refusals. */
@ParameterizedClass
@EnumSource
@Timeout(60)
class ObjectStoreIT {
    private static final String ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    enum Kind {
        FOLDER,
        S3
    }

    @Parameter
    Kind kind;

    @TempDir
    Path folder;

    private Optional<S3Server> server = Optional.empty();
    private Path objects;
    private ObjectStore store;
    private Workspace workspace;

    @BeforeEach
    void open() throws Exception {
        objects = folder.resolve("objects");
        StoreSettings settings = new StoreSettings(objects, null);
        if (kind == Kind.S3) {
            S3Server s3 = new S3Server(Files.createDirectories(folder.resolve("s3")));
            server = Optional.of(s3);
            settings = new StoreSettings(folder.resolve("work"), S3StoreIT.settings(s3, Duration.ofSeconds(20)));
            objects = s3.bucket();
        }
        store = settings.open(Clock.systemUTC());
        workspace = store.openWorkspace();
    }

    @AfterEach
    void close() throws IOException {
        workspace.close();
        store.close();
        if (server.isPresent()) {
            server.get().close();
        }
    }

    private StoredObject put(String key, String content) throws IOException {
        return store.put(key, Files.writeString(workspace.newFile("txt"), content));
    }

    private String read(String key) throws IOException {
        Path file = store.local(key, workspace);
        String content = Files.readString(file);
        workspace.discard(file);
        return content;
    }

    private Set<String> keys() throws IOException {
        Set<String> keys = new TreeSet<>();
        store.forEachKey(keys::add);
        return keys;
    }

    @Test
    void put_file_isThereWithItsDigest() throws IOException {
        Path file = Files.writeString(workspace.newFile("txt"), "abc");
        assertEquals(new StoredObject("a/b.txt", 3, ABC), store.put("a/b.txt", file));
        assertFalse(Files.exists(file));
        assertTrue(store.contains("a/b.txt"));
        assertEquals(
                new StoredObject("a/b.txt", 3, ABC), store.describe("a/b.txt").orElseThrow());
        assertEquals("abc", read("a/b.txt"));
        assertArrayEquals("abc".getBytes(), Files.readAllBytes(objects.resolve("a/b.txt")));
    }

    @Test
    void put_again_replacesIt() throws IOException {
        put("a/b.txt", "abc");
        put("a/b.txt", "other");
        assertEquals("other", read("a/b.txt"));
        assertEquals(Set.of("a/b.txt"), keys());
    }

    @Test
    void local_corruptedObject_isRefusedAndCanBeSetAside() throws IOException {
        put("a/b.txt", "abc");
        put("a/c.txt", "abc");
        try (RandomAccessFile file =
                new RandomAccessFile(objects.resolve("a/b.txt").toFile(), "rw")) {
            file.write('x');
        }
        IOException refusal = assertThrows(CorruptObjectException.class, () -> read("a/b.txt"));
        assertTrue(refusal.getMessage().contains("expected: " + ABC), refusal.getMessage());
        store.setAside("a/b.txt");
        assertFalse(store.contains("a/b.txt"));
        assertEquals("xbc", Files.readString(objects.resolve(".corrupted/a/b.txt")));
        assertEquals(Set.of("a/c.txt"), keys());
        put("a/b.txt", "abc");
        assertEquals("abc", read("a/b.txt"));
    }

    @Test
    void remove_object_leavesNothing() throws IOException {
        put("a/b/c.txt", "abc");
        put("a/d.txt", "abc");
        store.remove("a/b/c.txt");
        store.remove("a/b/c.txt");
        assertEquals(Set.of("a/d.txt"), keys());
        assertEquals(0, store.removeLeftOvers());
    }

    @Test
    void names_folder_areThoseOfItsObjects() throws IOException {
        put("a/b.txt", "abc");
        put("a/c.txt", "abc");
        put("ab/d.txt", "abc");
        assertEquals(Set.of("b.txt", "c.txt"), store.names("a"));
        assertEquals(Set.of(), store.names("b"));
    }

    @Test
    void local_noObject_saysSo() throws IOException {
        assertEquals(Optional.empty(), store.describe("a/b.txt"));
        assertFalse(store.contains("a/b.txt"));
        assertThrows(NoSuchFileException.class, () -> store.local("a/b.txt", workspace));
    }

    @Test
    void isBeingWritten_closedWorkspace_isNot() throws IOException {
        assertTrue(store.isBeingWritten());
        workspace.close();
        assertFalse(store.isBeingWritten());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/a", "a/", "../a", "a/../b", "a//b", ".incoming/x", "a b", "a\n", "-a"})
    void contains_noKey_isRefused(String key) {
        assertThrows(IllegalArgumentException.class, () -> store.contains(key));
    }
}
