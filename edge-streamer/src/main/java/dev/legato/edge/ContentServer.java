package dev.legato.edge;

import dev.legato.edge.access.RecordedRequest;
import dev.legato.edge.address.Addresses;
import dev.legato.edge.address.RecentAddresses;
import dev.legato.edge.file.FileWorkers;
import dev.legato.edge.http.DateField;
import dev.legato.edge.http.ResponseFields;
import dev.legato.edge.metrics.EdgeMetrics;
import dev.legato.edge.os.Linux;
import dev.legato.edge.source.Source;
import dev.legato.runtime.ServiceContext;
import io.vertx.core.Future;
import java.util.Optional;

/** Serves content: the files of a folder, or what origins answer. */
interface ContentServer extends AutoCloseable {
    /**
     * What every content server stands on.
     *
     * @param workers wait for disks
     * @param linux system calls, where there are any
     * @param addresses read request targets
     * @param keys the same without what is remembered
     * @param gate counts the players of listeners
     */
    record Parts(
            ServiceContext context,
            FileWorkers workers,
            Optional<Linux> linux,
            RecentAddresses addresses,
            Addresses keys,
            ResponseFields fields,
            DateField date,
            Replies replies,
            StreamGate gate,
            EdgeMetrics metrics) {}

    /** Prepares to serve; never fails. */
    default Future<Void> prepare() {
        return Future.succeededFuture();
    }

    /** Learns on which port it is served. */
    default void listening(int port) {
        // it makes no difference
    }

    /** Learns that it is about to be closed, when what is under way has ended. */
    default void retire() {
        // it makes no difference
    }

    /** Where the fast lane finds what it can answer with. */
    Source source();

    /** Answers a request on its event loop. */
    void handle(RecordedRequest recorded);

    /** Whether it answers requests with this method, other than GET, HEAD and a preflight's OPTIONS. */
    boolean handles(String method);

    /** Applies those of the settings that can change. */
    void use(EdgeSettings next);

    /** What is served, for the log. */
    String description();

    @Override
    void close();
}
