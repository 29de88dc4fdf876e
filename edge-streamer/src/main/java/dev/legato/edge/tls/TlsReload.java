package dev.legato.edge.tls;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.ServerSSLOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies changed certificates without a restart: new connections get the new one, open ones keep the old one. The
 * files are polled, since that works on every file system and with symbolic links that are switched, as Kubernetes and
 * certbot do.
 */
public final class TlsReload implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TlsReload.class);

    private final Vertx vertx;
    private final ServerTls tls;
    private final Executor workers;
    private final Function<ServerSSLOptions, Future<Boolean>> swap;
    private final long checking;
    private final long rotating;
    private final AtomicBoolean swapping = new AtomicBoolean();
    private volatile List<Object> used;
    private volatile List<Object> refused = List.of();

    /**
     * @param workers may wait for disks
     * @param swap makes new connections use other options; false if they are the same
     */
    public TlsReload(Vertx vertx, ServerTls tls, Executor workers, Function<ServerSSLOptions, Future<Boolean>> swap) {
        this.vertx = vertx;
        this.tls = tls;
        this.workers = workers;
        this.swap = swap;
        this.used = stamps();
        checking = vertx.setPeriodic(tls.reload().toMillis(), _ -> checkLater());
        rotating = vertx.setPeriodic(tls.ticketKeys().toMillis(), _ -> tls.rotateTickets());
    }

    @Override
    public void close() {
        boolean _ = vertx.cancelTimer(checking);
        boolean _ = vertx.cancelTimer(rotating);
    }

    /** Checks the files on a worker now, not only when it is time to. */
    public void checkLater() {
        try {
            workers.execute(this::check);
        } catch (RejectedExecutionException _) {
            // The next round tries again.
        }
    }

    private void check() {
        List<Object> now = stamps();
        if (now.equals(used) || now.equals(refused) || !swapping.compareAndSet(false, true)) {
            return;
        }
        try {
            tls.check();
        } catch (IOException e) {
            refuse(now, e);
            swapping.set(false);
            return;
        }
        var _ = swap.apply(tls.sslOptions()).onComplete(swapped -> {
            if (swapped.succeeded()) {
                used = now;
                LOG.info("TLS: new connections use {}", tls.certificate());
            } else {
                refuse(now, swapped.cause());
            }
            swapping.set(false);
        });
    }

    /**
     * Most often only half of the files were replaced; the other half changes the stamps, and they are checked again.
     */
    private void refuse(List<Object> stamps, Throwable reason) {
        refused = stamps;
        LOG.warn("TLS: the old certificate stays in use: {}", reason.toString());
    }

    private List<Object> stamps() {
        List<Object> stamps = new ArrayList<>();
        for (@Nullable Path file : tls.files()) {
            if (file != null) {
                stamps.add(stamp(file));
            }
        }
        return stamps;
    }

    private static Object stamp(Path file) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return List.of(attributes.lastModifiedTime(), attributes.size(), String.valueOf(attributes.fileKey()));
        } catch (IOException e) {
            return e.toString();
        }
    }
}
