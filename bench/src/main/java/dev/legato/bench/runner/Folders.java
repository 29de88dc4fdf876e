package dev.legato.bench.runner;

import dev.legato.bench.corpus.Corpus;
import dev.legato.bench.corpus.CorpusFile;
import dev.legato.bench.os.Syscalls;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The working folder of a run: audio files, and each server's configuration and log. Deleted at the end. */
final class Folders implements AutoCloseable {
    private static final Path MEMORY = Path.of("/dev/shm");

    private final Path base;

    private Folders(Path base) {
        this.base = base;
    }

    /**
     * @param parent null: the folder for temporary files if its files can be locked into memory, else tmpfs if there is
     *     one. Servers have their files on a disk; from tmpfs the kernel sends them by a dearer way.
     */
    static Folders make(@Nullable Path parent) throws IOException {
        Path in = parent != null
                ? parent
                : Files.isWritable(MEMORY) && !LockedMemory.isUnlimited()
                        ? MEMORY
                        : Path.of(System.getProperty("java.io.tmpdir"));
        // A server's workers may run as somebody else.
        Path base = Files.createTempDirectory(in, "legato-bench-");
        Files.setPosixFilePermissions(base, PosixFilePermissions.fromString("rwxr-xr-x"));
        return new Folders(base);
    }

    Path folder(String name) throws IOException {
        return Files.createDirectories(base.resolve(name));
    }

    /**
     * Writes the files, and locks them into memory unless they lie there anyway.
     *
     * @return what a reader should know, or an empty text
     */
    String write(Corpus corpus) throws IOException, RunException {
        Path root = folder("audio");
        long room = Files.getFileStore(root).getUsableSpace();
        if (room < corpus.bytes() + (64 << 20)) {
            throw new RunException(
                    ExitCode.USAGE,
                    "%s: %,d MB free (expected: >= %,d MB for the audio files; --files names another folder)"
                            .formatted(root, room / 1_000_000, (corpus.bytes() + (64 << 20)) / 1_000_000));
        }
        corpus.write(root);
        return Files.getFileStore(root).type().equals("tmpfs") ? "" : lock(root, corpus.files());
    }

    private static String lock(Path root, List<CorpusFile> files) {
        Syscalls calls = new Syscalls();
        try (Arena arena = Arena.ofConfined()) {
            for (CorpusFile file : files) {
                int fd = calls.open(arena.allocateFrom(root.resolve(file.name()).toString()));
                int pinned = calls.pin(fd, file.size());
                int unused = calls.close(fd);
                if (pinned < 0) {
                    return "the audio files are not on tmpfs and could not be locked into memory";
                }
            }
        }
        return "the audio files are locked into memory by mlock";
    }

    @Override
    public void close() throws IOException {
        try (Stream<Path> all = Files.walk(base)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
