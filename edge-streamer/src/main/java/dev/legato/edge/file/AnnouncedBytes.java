package dev.legato.edge.file;

import dev.legato.edge.http.EntityTag;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of an open file that answers have announced. When the file changes they may still be there: a touch, an
 * append, other permissions or another name leave them as they are, and the tag that the answers carry proves it.
 * Without a tag nothing proves it, and the reports of the kernel decide ({@link Judgement}).
 */
final class AnnouncedBytes {
    private static final int MAX_ATTEMPTS = 5;

    private final OpenedFile opened;
    private final Located located;
    private final @Nullable EntityTag tag;
    private final ContentTags tags;
    private volatile Known known;
    private volatile boolean lost;
    private @Nullable CompletableFuture<Void> verification;

    /** A state of the file in which the bytes were there, and the changes reported by then. */
    private record Known(FileStamp stamp, FileHandle.Changes changes) {}

    /** @param tag that answers carry; null if they carry none */
    AnnouncedBytes(OpenedFile opened, Located located, @Nullable EntityTag tag, ContentTags tags) {
        this.opened = opened;
        this.located = located;
        this.tag = tag;
        this.tags = tags;
        this.known = new Known(located.stamp(), new FileHandle.Changes(0, 0));
    }

    /** The file's stamp when it was opened. */
    FileStamp stamp() {
        return located.stamp();
    }

    /** Whether the bytes are there. Takes one system call while the file does not change. */
    Judgement judge() {
        if (lost) {
            return Judgement.LOST;
        }
        Known before = known;
        if (opened.handle().matches(before.stamp)) {
            return Judgement.KEPT;
        }
        FileHandle.Changes changes = opened.handle().changes();
        FileStamp now = opened.handle().currentStamp();
        if (now == null) {
            return Judgement.LOST;
        }
        Judgement judgement = Judgement.of(
                before.stamp,
                now,
                isWritten(before, now, changes),
                located.stamp().size(),
                tag);
        if (judgement == Judgement.KEPT) {
            known = new Known(now, changes);
        }
        if (judgement == Judgement.LOST) {
            lost = true;
        }
        return judgement;
    }

    /**
     * Verifies that the bytes are there, by hashing them if nothing else proves it. The caller keeps the file open
     * until then.
     *
     * @return fails with an IOException if they are not there
     */
    synchronized CompletableFuture<Void> verify() {
        CompletableFuture<Void> running = verification;
        if (running == null || running.isDone()) {
            running = verify(1);
            verification = running;
        }
        return running;
    }

    private CompletableFuture<Void> verify(int attempt) {
        Judgement judgement = judge();
        EntityTag announced = tag;
        FileHandle.Changes changes = opened.handle().changes();
        FileStamp before = opened.handle().currentStamp();
        if (judgement == Judgement.KEPT) {
            return CompletableFuture.completedFuture(null);
        }
        if (judgement == Judgement.LOST || announced == null || before == null || attempt > MAX_ATTEMPTS) {
            return lose();
        }
        // After a write only the bytes themselves count: an attribute may have been written just before it.
        if (changes.writes() == known.changes.writes()
                && announced.equals(tags.known(new Located(located.key(), located.real(), before)))) {
            known = new Known(before, changes);
            return CompletableFuture.completedFuture(null);
        }
        FileChannel channel = opened.channel();
        return tags.hash(located.stamp().size(), (from, to, into) -> Hashers.read(channel, from, to, into))
                .thenCompose(hash -> {
                    FileStamp after = opened.handle().currentStamp();
                    if (after == null || !announced.equals(ContentTags.tag(hash))) {
                        return lose();
                    }
                    // A file that has grown while its old bytes were found unchanged is being appended to.
                    if (after.equals(before) || after.size() > before.size()) {
                        known = new Known(after, changes);
                        if (after.size() == located.stamp().size()) {
                            tags.remember(after, announced);
                        }
                        return CompletableFuture.completedFuture(null);
                    }
                    return verify(attempt + 1);
                });
    }

    private CompletableFuture<Void> lose() {
        lost = true;
        return CompletableFuture.failedFuture(new IOException("the file changed while it was sent"));
    }

    /**
     * Whether somebody has written to the file. Where the kernel reports no writes, a new mtime counts as one, unless
     * another change was reported that explains it.
     */
    private static boolean isWritten(Known before, FileStamp now, FileHandle.Changes changes) {
        boolean watched = changes.writes() >= 0;
        if (watched && changes.writes() != before.changes.writes()) {
            return true;
        }
        boolean explained = watched && changes.all() != before.changes.all();
        return !explained && now.modified() != before.stamp.modified();
    }
}
