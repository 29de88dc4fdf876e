package dev.legato.edge.file;

import io.netty.channel.DefaultFileRegion;

/**
 * A part of a file that ends early when the file changes. The sender reads from {@link #transferred} how much was sent,
 * and sends the rest once it is known that the bytes are the same. The check is one {@code statx} before each {@code
 * sendfile}.
 *
 * <p>It extends DefaultFileRegion since Netty's native {@code sendfile} takes nothing else. Netty calls {@link #count}
 * once when it queues the region, and then right before each {@code sendfile}.
 */
final class GuardedRegion extends DefaultFileRegion {
    private final OpenFile file;
    private boolean queued;
    private boolean cut;

    GuardedRegion(OpenFile file, long position, long count) {
        super(file.channel(), position, count);
        this.file = file;
    }

    @Override
    public long count() {
        if (queued && !cut && transferred() < super.count()) {
            cut = !file.isUnchanged();
        }
        queued = true;
        return cut ? transferred() : super.count();
    }

    /** Leaves the channel open: only the index of open files closes it. */
    @Override
    protected void deallocate() {}
}
