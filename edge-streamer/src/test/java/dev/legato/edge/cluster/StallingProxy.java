package dev.legato.edge.cluster;

import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands before a server. While it stalls it accepts connections and passes nothing on, as the kernel does for a process that
 * SIGSTOP has stopped.
 */
final class StallingProxy implements AutoCloseable {
    private final Vertx vertx = Vertx.vertx();
    private final NetServer server;
    private final Queue<Runnable> held = new ConcurrentLinkedQueue<>();
    private final AtomicInteger unanswered = new AtomicInteger();
    private final AtomicInteger passed = new AtomicInteger();
    private volatile int target;
    private volatile boolean stalls;

    StallingProxy() throws Exception {
        server = vertx.createNetServer()
                .connectHandler(this::accept)
                .listen(0, "127.0.0.1")
                .await(20, TimeUnit.SECONDS);
    }

    int port() {
        return server.actualPort();
    }

    void before(int port) {
        target = port;
    }

    void stall(boolean on) {
        stalls = on;
        if (!on) {
            for (Runnable piece = held.poll(); piece != null; piece = held.poll()) {
                piece.run();
            }
        }
    }

    /** How many pieces of requests came while it stalled. */
    int unanswered() {
        return unanswered.get();
    }

    /** How many pieces it has passed on. */
    int passed() {
        return passed.get();
    }

    private void accept(NetSocket from) {
        from.pause();
        var _ = vertx.createNetClient().connect(target, "127.0.0.1").onSuccess(to -> {
            join(from, to);
            join(to, from);
            pass(from, to, unanswered);
            pass(to, from, new AtomicInteger());
            from.resume();
        });
    }

    /** Passes pieces on; those that come while it stalls are kept until it does not. */
    private void pass(NetSocket from, NetSocket to, AtomicInteger kept) {
        from.handler(piece -> {
            if (stalls) {
                kept.incrementAndGet();
                held.add(() -> {
                    var _ = to.write(piece);
                });
            } else {
                passed.incrementAndGet();
                var _ = to.write(piece);
            }
        });
    }

    private static void join(NetSocket one, NetSocket other) {
        one.closeHandler(_ -> {
            var _ = other.close();
        });
    }

    @Override
    public void close() throws TimeoutException {
        var _ = vertx.close().await(20, TimeUnit.SECONDS);
    }
}
