package dev.legato.edge.file;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Threads that hash files, those with the fewest bytes left first. After every {@value #SLICE} bytes a thread switches
 * to a file with fewer, so a file of terabytes does not delay the others.
 */
final class Hashers implements AutoCloseable {
    private static final int SLICE = 16 << 20;
    private static final int BUFFER = 256 << 10;
    private static final int MAX_WAITING = 10_000;

    private final ThreadPoolExecutor pool;
    private volatile boolean closed;

    /** Gives the bytes to hash. */
    @FunctionalInterface
    interface Source {
        /** Reads bytes {@code from} to {@code to - 1}; throws an IOException if they can no longer be read. */
        void read(long from, long to, MessageDigest into) throws IOException;
    }

    /** @param threads how many files may be read at once */
    Hashers(int threads) {
        ThreadFactory factory =
                Thread.ofPlatform().daemon().name("legato-edge-hash-", 0).factory();
        this.pool = new ThreadPoolExecutor(
                threads,
                threads,
                30,
                TimeUnit.SECONDS,
                new PriorityBlockingQueue<>(16, Comparator.comparingLong(task -> ((Hash) task).left())),
                factory);
        pool.allowCoreThreadTimeOut(true);
    }

    /**
     * Computes the SHA-256 of the first {@code length} bytes; fails if they cannot be read, or if too many files wait.
     */
    CompletableFuture<byte[]> hash(long length, Source source) {
        Hash hash = new Hash(length, source);
        if (pool.getQueue().size() < MAX_WAITING) {
            hash.schedule();
        } else {
            hash.result.completeExceptionally(new RejectedExecutionException("too many files wait to be hashed"));
        }
        return hash.result;
    }

    /** Adds a part of a file to a hash. */
    static void read(FileChannel channel, long from, long to, MessageDigest into) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(Math.clamp(to - from, 1, BUFFER));
        for (long at = from; at < to; ) {
            int count = channel.read(buffer.clear().limit(Math.clamp(to - at, 0, buffer.capacity())), at);
            if (count < 0) {
                throw new EOFException("the file was truncated");
            }
            into.update(buffer.flip());
            at += count;
        }
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Stops hashing and discards unfinished hashes. */
    @Override
    public void close() {
        closed = true;
        pool.shutdown();
    }

    private final class Hash implements Runnable {
        final CompletableFuture<byte[]> result = new CompletableFuture<>();
        private final MessageDigest digest = sha256();
        private final long length;
        private final Source source;
        private long done;

        Hash(long length, Source source) {
            this.length = length;
            this.source = source;
        }

        long left() {
            return length - done;
        }

        void schedule() {
            try {
                pool.execute(this);
            } catch (RejectedExecutionException e) {
                result.completeExceptionally(e);
            }
        }

        @Override
        public void run() {
            if (closed) {
                result.completeExceptionally(new RejectedExecutionException("the edge stops"));
                return;
            }
            try {
                long to = Math.min(length, done + SLICE);
                source.read(done, to, digest);
                done = to;
            } catch (IOException | RuntimeException e) {
                result.completeExceptionally(e);
                return;
            }
            if (done == length) {
                result.complete(digest.digest());
            } else {
                schedule();
            }
        }
    }
}
