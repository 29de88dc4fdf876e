package dev.legato.bench.runner.peer;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.legato.bench.os.Errno;
import dev.legato.bench.os.Syscalls;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Every file of one folder, open, found by the bytes of its name (FNV-1a, open addressing). */
final class LimitFiles {
    private final byte[][] names;
    private final int[] descriptors;
    private final long[] sizes;
    private final int[] table;

    private LimitFiles(int count) {
        names = new byte[count][];
        descriptors = new int[count];
        sizes = new long[count];
        table = new int[Integer.highestOneBit(count * 4 + 4)];
    }

    static LimitFiles open(Path root, Syscalls calls) throws IOException {
        List<Path> paths;
        try (Stream<Path> all = Files.list(root)) {
            paths = all.filter(Files::isRegularFile).sorted().toList();
        }
        LimitFiles files = new LimitFiles(paths.size());
        try (Arena arena = Arena.ofConfined()) {
            for (int i = 0; i < paths.size(); i++) {
                Path path = paths.get(i);
                int fd = calls.open(arena.allocateFrom(path.toAbsolutePath().toString()));
                if (fd < 0) {
                    throw new IOException("open %s: %s".formatted(path, Errno.text(-fd)));
                }
                byte[] name = path.getFileName().toString().getBytes(StandardCharsets.UTF_8);
                files.put(i, name, fd, Files.size(path));
            }
        }
        return files;
    }

    private void put(int index, byte[] name, int fd, long size) {
        names[index] = name;
        descriptors[index] = fd;
        sizes[index] = size;
        int slot = slot(hash(MemorySegment.ofArray(name), 0, name.length));
        while (table[slot] != 0) {
            slot = slot(slot + 1);
        }
        table[slot] = index + 1;
    }

    /** @return the index of the file with this name, or -1 */
    int find(MemorySegment bytes, int from, int to) {
        int slot = slot(hash(bytes, from, to));
        while (table[slot] != 0) {
            if (is(names[table[slot] - 1], bytes, from, to)) {
                return table[slot] - 1;
            }
            slot = slot(slot + 1);
        }
        return -1;
    }

    int descriptor(int index) {
        return descriptors[index];
    }

    long size(int index) {
        return sizes[index];
    }

    void close(Syscalls calls) {
        for (int fd : descriptors) {
            int unused = calls.close(fd);
        }
    }

    private int slot(int hash) {
        return hash & (table.length - 1);
    }

    private static int hash(MemorySegment bytes, int from, int to) {
        int hash = 0x811C9DC5;
        for (int i = from; i < to; i++) {
            hash = (hash ^ bytes.get(JAVA_BYTE, i)) * 0x01000193;
        }
        return hash;
    }

    private static boolean is(byte[] name, MemorySegment bytes, int from, int to) {
        if (name.length != to - from) {
            return false;
        }
        for (int i = 0; i < name.length; i++) {
            if (name[i] != bytes.get(JAVA_BYTE, from + i)) {
                return false;
            }
        }
        return true;
    }
}
