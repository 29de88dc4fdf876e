package dev.legato.edge.file;

import io.netty.channel.DefaultFileRegion;

/**
 * A part of a file that ends early when the file changes: whoever sends it looks at {@link #transferred} and goes on with
 * the rest once it is known that the bytes are the same. The check is one {@code statx} before each {@code sendfile}.
 *
 * <p>A subclass, since Netty's native {@code sendfile} takes nothing but a DefaultFileRegion; it asks {@link #count} right
 * before each call, and once before when the region is queued.
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

    /** The index of open files closes the channel, nobody else. */
    @Override
    protected void deallocate() {}
}
