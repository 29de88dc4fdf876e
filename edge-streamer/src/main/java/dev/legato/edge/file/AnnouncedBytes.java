package dev.legato.edge.file;

import dev.legato.edge.http.EntityTag;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The bytes that answers have announced of an open file: whether they are still there when the file is no longer as it
 * was. A touch, an append, other permissions or another name leave them where they are; the tag that the answers carry
 * proves it. Answers without a tag have nothing to prove it with and go by what the kernel tells ({@link Judgement}).
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

    /** A state of the file in which the bytes were there, and what had been told of it by then. */
    private record Known(FileStamp stamp, Witness.Told told) {}

    /** @param tag what answers carry; null if they carry none */
    AnnouncedBytes(OpenedFile opened, Located located, @Nullable EntityTag tag, ContentTags tags) {
        this.opened = opened;
        this.located = located;
        this.tag = tag;
        this.tags = tags;
        this.known = new Known(located.stamp(), new Witness.Told(0, 0));
    }

    /** The file as it was opened. */
    FileStamp stamp() {
        return located.stamp();
    }

    /** Whether they are there. One system call while the file does not change. */
    Judgement judge() {
        if (lost) {
            return Judgement.LOST;
        }
        Known before = known;
        if (opened.witness().isAt(before.stamp)) {
            return Judgement.KEPT;
        }
        Witness.Told told = opened.witness().told();
        FileStamp now = opened.witness().look();
        if (now == null) {
            return Judgement.LOST;
        }
        Judgement judgement = Judgement.of(
                before.stamp, now, isWritten(before, now, told), located.stamp().size(), tag);
        if (judgement == Judgement.KEPT) {
            known = new Known(now, told);
        }
        if (judgement == Judgement.LOST) {
            lost = true;
        }
        return judgement;
    }

    /**
     * Finds out whether they are there by hashing them, if nothing less tells. The caller keeps the file open until
     * then.
     *
     * @return fails with an IOException if they are not
     */
    synchronized CompletableFuture<Void> verify() {
        CompletableFuture<Void> underWay = verification;
        if (underWay == null || underWay.isDone()) {
            underWay = verify(1);
            verification = underWay;
        }
        return underWay;
    }

    private CompletableFuture<Void> verify(int attempt) {
        Judgement judgement = judge();
        EntityTag announced = tag;
        Witness.Told told = opened.witness().told();
        FileStamp before = opened.witness().look();
        if (judgement == Judgement.KEPT) {
            return CompletableFuture.completedFuture(null);
        }
        if (judgement == Judgement.LOST || announced == null || before == null || attempt > MAX_ATTEMPTS) {
            return lose();
        }
        // After a write only the bytes themselves tell: an attribute may just have been written before it.
        if (told.writes() == known.told.writes()
                && announced.equals(tags.known(new Located(located.key(), located.real(), before)))) {
            known = new Known(before, told);
            return CompletableFuture.completedFuture(null);
        }
        FileChannel channel = opened.channel();
        return tags.hash(located.stamp().size(), (from, to, into) -> Hashers.read(channel, from, to, into))
                .thenCompose(hash -> {
                    FileStamp after = opened.witness().look();
                    if (after == null || !announced.equals(ContentTags.tag(hash))) {
                        return lose();
                    }
                    // One that has grown while its old bytes were found to be the same is being appended to.
                    if (after.equals(before) || after.size() > before.size()) {
                        known = new Known(after, told);
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

    /** A write is told. Where nothing is told a new mtime stands for one, and so does one that nothing told accounts for. */
    private static boolean isWritten(Known before, FileStamp now, Witness.Told told) {
        boolean watched = told.writes() >= 0;
        if (watched && told.writes() != before.told.writes()) {
            return true;
        }
        boolean accountedFor = watched && told.changes() != before.told.changes();
        return !accountedFor && now.modified() != before.stamp.modified();
    }
}
