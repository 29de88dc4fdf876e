package dev.legato.edge;

import dev.legato.edge.tls.KeyPair;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.ServerSSLOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts changed certificates to use without a restart: new connections get the new one, old ones go on. The files are looked
 * at regularly, since that works on every file system and with links that are switched as Kubernetes and certbot do.
 */
final class TlsReload implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TlsReload.class);

    private final Vertx vertx;
    private final TlsSettings tls;
    private final Executor workers;
    private final Function<ServerSSLOptions, Future<Boolean>> swap;
    private final long looking;
    private final long rotating;
    private final AtomicBoolean swapping = new AtomicBoolean();
    private volatile List<Object> used;
    private volatile List<Object> refused = List.of();

    /**
     * @param workers may wait for disks
     * @param swap has new connections use other options
     */
    TlsReload(Vertx vertx, TlsSettings tls, Executor workers, Function<ServerSSLOptions, Future<Boolean>> swap) {
        this.vertx = vertx;
        this.tls = tls;
        this.workers = workers;
        this.swap = swap;
        this.used = stamps();
        looking = vertx.setPeriodic(tls.reload().toMillis(), _ -> lookLater());
        rotating = vertx.setPeriodic(
                tls.ticketKeys().toMillis(), _ -> tls.tickets().rotate());
    }

    @Override
    public void close() {
        boolean _ = vertx.cancelTimer(looking);
        boolean _ = vertx.cancelTimer(rotating);
    }

    /** Looks now, rather than when it is time to. */
    void lookLater() {
        try {
            workers.execute(this::look);
        } catch (RejectedExecutionException _) {
            // Next time.
        }
    }

    private void look() {
        List<Object> now = stamps();
        if (now.equals(used) || now.equals(refused) || !swapping.compareAndSet(false, true)) {
            return;
        }
        try {
            KeyPair.check(tls.certificate(), tls.key());
            tls.staple().read();
        } catch (IOException e) {
            refuse(now, e);
            swapping.set(false);
            return;
        }
        var _ = swap.apply(tls.sslOptions()).onComplete(swapped -> {
            if (swapped.succeeded()) {
                used = now;
                LOG.info("TLS: {} is used from now on", tls.certificate());
            } else {
                refuse(now, swapped.cause());
            }
            swapping.set(false);
        });
    }

    /** Half of a change, most often: the other half changes the stamps, and we look again. */
    private void refuse(List<Object> stamps, Throwable reason) {
        refused = stamps;
        LOG.warn("TLS: the old certificate stays in use: {}", reason.toString());
    }

    private List<Object> stamps() {
        List<Object> stamps = new ArrayList<>();
        for (@Nullable Path file : Arrays.asList(tls.certificate(), tls.key(), tls.ocsp(), tls.clientCa())) {
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
