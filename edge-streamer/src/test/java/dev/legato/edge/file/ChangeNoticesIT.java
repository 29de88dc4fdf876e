package dev.legato.edge.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.edge.os.Inotify;
import dev.legato.edge.os.Linux;
import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Time stands still, so that what is not told is not seen either. */
@EnabledOnOs(OS.LINUX)
class ChangeNoticesIT {
    private static final long NOW = 1_000_000_000;
    private static final long LATER = NOW + 100_000_000;
    private static final FileTime LONG_AGO = FileTime.fromMillis(1_000_000);

    private final Linux linux = Linux.calls().orElseThrow();
    private final ChangeNotices notices = new ChangeNotices(Inotify.open(linux));

    @TempDir
    private Path folder;

    private Path path;
    private FileHandle handle;

    @BeforeEach
    void openFile() throws IOException {
        path = Files.writeString(folder.resolve("track.flac"), "old bytes");
        Files.setLastModifiedTime(path, LONG_AGO);
        handle = open(path);
        assertInstanceOf(WatchedHandle.class, handle);
        assertTrue(handle.isCurrent(NOW));
    }

    @AfterEach
    void close() {
        handle.close();
        notices.close();
    }

    @Test
    void isCurrent_unheard_isWhatItWas() throws Exception {
        Files.writeString(path, "new bytes");
        assertTrue(handle.isCurrent(NOW));
        notices.pollChanges();
        assertFalse(handle.isCurrent(NOW));
    }

    @Test
    void isCurrent_cut_isFalse() throws Exception {
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.WRITE)) {
            file.truncate(3);
        }
        assertHeard();
    }

    @Test
    void isCurrent_deleted_isFalse() throws Exception {
        Files.delete(path);
        assertHeard();
    }

    @Test
    void isCurrent_anotherRenamedOntoIt_isFalse() throws Exception {
        Files.move(Files.writeString(folder.resolve("next"), "new bytes"), path, StandardCopyOption.ATOMIC_MOVE);
        assertHeard();
    }

    @Test
    void isCurrent_attributesTold_isFalse() throws Exception {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-rw----"));
        assertHeard();
        assertEquals(0, handle.changes().writes());
    }

    @Test
    void told_writtenAndSetBack_isAWrite() throws Exception {
        Files.writeString(path, "new bytes");
        Files.setLastModifiedTime(path, LONG_AGO);
        assertHeard();
        assertEquals(1, handle.changes().writes());
    }

    @Test
    void isCurrent_storedThroughMemory_isSeenLater() throws Exception {
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            MappedByteBuffer memory = file.map(FileChannel.MapMode.READ_WRITE, 0, 3);
            memory.put(0, (byte) 'n');
            memory.force();
        }
        notices.pollChanges();
        assertTrue(handle.isCurrent(NOW));
        assertFalse(handle.isCurrent(LATER));
    }

    @Test
    void close_oneOfTwoOfAFile_leavesTheOtherTold() throws Exception {
        Path second = Files.createLink(folder.resolve("second.flac"), path);
        FileHandle other = open(second);
        assertTrue(other.isCurrent(NOW));
        other.close();
        Files.writeString(path, "new bytes");
        assertHeard();
    }

    @Test
    void watch_closedOrNone_leavesTheFileToItself() throws Exception {
        notices.close();
        FileHandle unwatched = open(path);
        assertInstanceOf(FileHandle.ByDescriptor.class, unwatched);
        unwatched.close();
        try (ChangeNotices none = new ChangeNotices(Optional.empty())) {
            none.pollChanges();
            FileHandle.ByDescriptor alone = descriptor(path);
            assertEquals(alone, none.watch(alone));
            alone.close();
        }
    }

    private void assertHeard() {
        assertTrue(handle.isCurrent(NOW));
        notices.pollChanges();
        assertFalse(handle.isCurrent(NOW));
        assertFalse(handle.isCurrent(NOW));
    }

    private FileHandle open(Path file) throws IOException {
        return notices.watch(descriptor(file));
    }

    private FileHandle.ByDescriptor descriptor(Path file) throws IOException {
        FileStamp stamp = Objects.requireNonNull(FileStamp.of(file));
        return new FileHandle.ByDescriptor(linux, linux.open(file.toString()), stamp);
    }
}
