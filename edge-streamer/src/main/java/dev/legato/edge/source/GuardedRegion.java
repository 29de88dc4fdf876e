package dev.legato.edge.source;

import io.netty.channel.DefaultFileRegion;
import java.nio.channels.FileChannel;
import java.util.function.LongPredicate;

/**
 * A part of a file that ends early when its bytes may no longer be there. The sender reads from {@link #transferred} how
 * much was sent, and sends the rest once it is known that the bytes are there. The check is made before each {@code
 * sendfile}.
 *
 * <p>It extends DefaultFileRegion since Netty's native {@code sendfile} takes nothing else. Netty calls {@link #count}
 * once when it queues the region, and then right before each {@code sendfile}.
 */
public final class GuardedRegion extends DefaultFileRegion {
    private final LongPredicate isIntactFrom;
    private boolean queued;
    private boolean cut;

    /** @param isIntactFrom whether the region's bytes from an offset in the file on can be sent */
    public GuardedRegion(FileChannel channel, long position, long count, LongPredicate isIntactFrom) {
        super(channel, position, count);
        this.isIntactFrom = isIntactFrom;
    }

    @Override
    public long count() {
        if (queued && !cut && transferred() < super.count()) {
            cut = !isIntactFrom.test(position() + transferred());
        }
        queued = true;
        return cut ? transferred() : super.count();
    }

    /** Leaves the channel open: only the source of open files closes it. */
    @Override
    protected void deallocate() {}
}
