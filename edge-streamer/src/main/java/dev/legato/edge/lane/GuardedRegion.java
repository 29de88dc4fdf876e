package dev.legato.edge.lane;

import dev.legato.edge.file.OpenFile;
import io.netty.channel.DefaultFileRegion;
import java.io.IOException;
import java.nio.channels.WritableByteChannel;

/**
 * A part of a file that stops being sent when the file changes: the connection is reset rather than end with bytes of
 * another version. The check is one {@code statx} before each {@code sendfile}.
 *
 * <p>A subclass, since Netty's native {@code sendfile} takes nothing but a DefaultFileRegion; it asks {@link #position}
 * right before each call.
 */
final class GuardedRegion extends DefaultFileRegion {
    private final OpenFile file;

    GuardedRegion(OpenFile file, long position, long count) {
        super(file.channel(), position, count);
        this.file = file;
    }

    @Override
    public long position() {
        if (!file.hasStayed()) {
            throw GuardedRegion.<RuntimeException>unchecked(new IOException("the file changed while it was sent"));
        }
        return super.position();
    }

    @Override
    public long transferTo(WritableByteChannel target, long at) throws IOException {
        if (!file.hasStayed()) {
            throw new IOException("the file changed while it was sent");
        }
        return super.transferTo(target, at);
    }

    /** The index of open files closes the channel, nobody else. */
    @Override
    protected void deallocate() {}

    /** Netty closes a connection on an IOException only, and {@link #position} may not declare one. */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // the cast is the trick: erased, it checks nothing
    private static <E extends Throwable> E unchecked(IOException e) throws E {
        throw (E) e;
    }
}
