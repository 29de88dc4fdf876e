package dev.legato.edge.origin;

import io.netty.util.NetUtil;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * The addresses of an origin's host. Its name is looked up anew every {@value #FRESH_SECONDS} s in which it is needed, by
 * the JDK, which keeps answers for {@code networkaddress.cache.ttl} (30 s) itself; not by Vert.x, which would make the event
 * loop wait for it. One address is used until no connection to it comes about, then the next one is. For any thread.
 */
final class HostAddresses {
    private static final int FRESH_SECONDS = 10;

    private final String host;
    private final int port;
    private final boolean isLiteral;
    private final Refreshed<List<String>> addresses;
    private final AtomicInteger place = new AtomicInteger();

    /** Finds the addresses of a name; may wait. */
    @FunctionalInterface
    interface Lookup {
        Lookup JDK = InetAddress::getAllByName;

        InetAddress[] find(String host) throws UnknownHostException;
    }

    HostAddresses(String host, int port, Lookup lookup, LongSupplier nanoTime) {
        this.host = host;
        this.port = port;
        this.isLiteral = NetUtil.isValidIpV4Address(host) || NetUtil.isValidIpV6Address(host);
        this.addresses = new Refreshed<>(
                "origin-lookup", () -> sorted(lookup.find(host)), Duration.ofSeconds(FRESH_SECONDS), nanoTime);
    }

    /** The address in use; the caller bounds the wait. */
    Future<SocketAddress> current(Context context) {
        return isLiteral
                ? Future.succeededFuture(SocketAddress.inetSocketAddress(port, host))
                : addresses.get(context).map(this::choose);
    }

    /** Goes on to the next address. */
    void unreachable() {
        var _ = place.incrementAndGet();
    }

    private SocketAddress choose(List<String> all) {
        return SocketAddress.inetSocketAddress(port, all.get(Math.floorMod(place.get(), all.size())));
    }

    /** DNS may give them in another order each time. */
    private static List<String> sorted(InetAddress[] found) {
        return Stream.of(found).map(InetAddress::getHostAddress).sorted().toList();
    }
}
