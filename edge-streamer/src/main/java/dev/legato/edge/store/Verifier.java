package dev.legato.edge.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Compares slices with their checksums, and drops those that are wrong. */
final class Verifier {
    private static final Logger LOG = LoggerFactory.getLogger(Verifier.class);

    private final StoreFolder folder;
    private final Slicing slicing;
    private final Executor workers;
    private final ConcurrentHashMap<Slice, CompletableFuture<Boolean>> running = new ConcurrentHashMap<>();

    Verifier(StoreFolder folder, Slicing slicing, Executor workers) {
        this.folder = folder;
        this.slicing = slicing;
        this.workers = workers;
    }

    /** Verifies a slice on a worker, once for all who ask meanwhile; true if it is present now. */
    CompletableFuture<Boolean> verify(Slice slice) {
        CompletableFuture<Boolean> mine = new CompletableFuture<>();
        CompletableFuture<Boolean> other = running.putIfAbsent(slice, mine);
        if (other != null) {
            return other.copy();
        }
        var _ = Tasks.submit(
                        workers, () -> check(slice) && slice.object().state().verified(slice))
                .whenComplete((right, failure) -> {
                    boolean _ = running.remove(slice, mine);
                    if (failure != null) {
                        mine.completeExceptionally(failure);
                    } else {
                        mine.complete(right);
                    }
                });
        return mine.copy();
    }

    /**
     * Reads a slice and drops it if it is wrong. Waits for the disk.
     *
     * @return whether it is right
     * @throws IOException if the file cannot be opened at present
     */
    boolean check(Slice slice) throws IOException {
        StoredObject object = slice.object();
        if (!object.acquire()) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(folder.dataFile(object.id()), StandardOpenOption.READ)) {
            if (isRight(channel, slice)) {
                return true;
            }
        } catch (NoSuchFileException _) {
            // somebody else has deleted it
        } finally {
            object.release();
        }
        if (object.state().table().get(slice.index()) == slice) {
            LOG.warn("{}: slice {} is wrong on the disk and is dropped", object.key(), slice.index());
            object.discard(slice);
        }
        return false;
    }

    private boolean isRight(FileChannel channel, Slice slice) {
        try {
            long offset = slicing.start(slice.index());
            return Checksums.of(channel, offset, slice.length()) == slice.checksum();
        } catch (IOException _) {
            return false;
        }
    }
}
