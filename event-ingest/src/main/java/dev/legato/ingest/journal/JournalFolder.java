package dev.legato.ingest.journal;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The journal's folder, claimed for one process: segments named by the index of their first entry, and the mark up to which
 * Kafka has them.
 */
final class JournalFolder implements AutoCloseable {
    /** What each segment begins with: the format and its version. */
    static final byte[] MAGIC = "LEGATOJ1".getBytes(StandardCharsets.US_ASCII);

    private static final Logger LOG = LoggerFactory.getLogger(JournalFolder.class);
    private static final String SUFFIX = ".journal";
    private static final String MARK = "relayed";
    private static final int BUFFER_BYTES = 1 << 20;

    /** What listeners heard is nobody else's business. */
    private static final FileAttribute<?> OURS =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private final Path folder;
    private final FileChannel lock;

    /** Of the one segment that is written. */
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);

    private JournalFolder(Path folder, FileChannel lock) {
        this.folder = folder;
        this.lock = lock;
    }

    /** @throws IOException if it cannot be made, or another process has it */
    static JournalFolder claim(Path folder) throws IOException {
        boolean posix = folder.getFileSystem().supportedFileAttributeViews().contains("posix");
        Files.createDirectories(folder, posix ? new FileAttribute<?>[] {OURS} : new FileAttribute<?>[0]);
        FileChannel lock = FileChannel.open(folder.resolve("lock"), CREATE, WRITE);
        try {
            if (lock.tryLock() != null) {
                return new JournalFolder(folder, lock);
            }
        } catch (OverlappingFileLockException _) {
            // This process has it already.
        }
        lock.close();
        throw new IOException("another process uses the journal in %s (expected: a folder of its own for each instance)"
                .formatted(folder));
    }

    /**
     * Finds the segments, in order. What a crash left of an entry that was being written at the end of the last one is cut off:
     * it was never acknowledged.
     *
     * @throws IOException if one cannot be read or is of another format
     */
    List<Segment> recover() throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(folder)) {
            files = all.filter(file -> file.getFileName().toString().endsWith(SUFFIX))
                    .sorted()
                    .toList();
        }
        List<Segment> segments = new ArrayList<>();
        for (int i = 0; i < files.size(); i++) {
            Path file = files.get(i);
            boolean last = i == files.size() - 1;
            if (last && Files.size(file) < MAGIC.length) {
                Files.delete(file); // it had only just been created
            } else {
                requireMagic(file);
                segments.add(last ? scanned(file) : sealed(file, first(files.get(i + 1))));
            }
        }
        return segments;
    }

    /** What an attempt to write left beyond the entries that count is not looked at. */
    private static Segment sealed(Path file, long next) throws IOException {
        return new Segment(file, first(file), Files.size(file), next - first(file));
    }

    private static Segment scanned(Path file) throws IOException {
        Segment whole = new Segment(file, first(file), Files.size(file), Long.MAX_VALUE / 2);
        try (SegmentReader reader = new SegmentReader(whole)) {
            long entries = 0;
            long end = MAGIC.length;
            while (reader.advance()) {
                entries = reader.index() + 1 - whole.first();
                end = reader.position();
            }
            if (end < whole.bytes()) {
                LOG.info("{}: the last {} bytes are no whole entry and are cut off", file, whole.bytes() - end);
                try (FileChannel channel = FileChannel.open(file, WRITE)) {
                    channel.truncate(end).force(true);
                }
            }
            return new Segment(file, whole.first(), end, entries);
        }
    }

    /** Begins a segment, in place of one that has no entries. */
    SegmentWriter create(long first) throws IOException {
        Path file = folder.resolve("%019d%s".formatted(first, SUFFIX));
        FileChannel channel = FileChannel.open(file, CREATE, TRUNCATE_EXISTING, WRITE);
        try {
            ByteBuffer magic = ByteBuffer.wrap(MAGIC);
            while (magic.hasRemaining()) {
                int _ = channel.write(magic);
            }
            channel.force(true);
            syncFolder();
            return new SegmentWriter(new Segment(file, first, MAGIC.length, 0), channel, buffer);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /** The index up to which Kafka has the entries, as of the last {@link #mark}; 0 if there was none. */
    long marked() throws IOException {
        try {
            return Long.parseLong(Files.readString(folder.resolve(MARK)).strip());
        } catch (NoSuchFileException _) {
            return 0;
        } catch (NumberFormatException _) {
            // Sending events again is better than not to send them: consumers know those they have seen.
            LOG.warn("{} is no number; all events of the journal are sent again", folder.resolve(MARK));
            return 0;
        }
    }

    /** Replaces the mark, without waiting for the disk: after a crash some events are sent again, and counted once. */
    void mark(long index) throws IOException {
        Path next = folder.resolve(MARK + ".next");
        var _ = Files.writeString(next, Long.toString(index));
        var _ = Files.move(next, folder.resolve(MARK), StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }

    private void syncFolder() throws IOException {
        try (FileChannel channel = FileChannel.open(folder, READ)) {
            channel.force(true);
        }
    }

    private static long first(Path file) throws IOException {
        String name = file.getFileName().toString();
        try {
            return Long.parseLong(name.substring(0, name.length() - SUFFIX.length()));
        } catch (NumberFormatException e) {
            throw new IOException("%s is no segment of a journal (expected: a number as its name)".formatted(file), e);
        }
    }

    private static void requireMagic(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, READ)) {
            ByteBuffer magic = ByteBuffer.allocate(MAGIC.length);
            while (magic.hasRemaining() && channel.read(magic) >= 0) {
                // until it is full
            }
            if (!magic.flip().equals(ByteBuffer.wrap(MAGIC))) {
                throw new IOException("%s is no journal of this version (expected: it begins with %s)"
                        .formatted(file, new String(MAGIC, StandardCharsets.US_ASCII)));
            }
        }
    }
}
