package dev.legato.edge.guard;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts connections, in all and per address; for IPv6 per prefix of 64 bits, which is what one subscriber has. */
final class Connections {
    private static final int IPV6_BYTES = 16;
    private static final int SUBSCRIBER_BYTES = 8;

    private final ConcurrentHashMap<String, Integer> byAddress = new ConcurrentHashMap<>();
    private final AtomicInteger open = new AtomicInteger();
    private volatile int max;
    private volatile int maxPerAddress;

    enum Admission {
        ADMITTED,
        TOO_MANY,
        TOO_MANY_OF_ADDRESS
    }

    Connections(int max, int maxPerAddress) {
        this.max = max;
        this.maxPerAddress = maxPerAddress;
    }

    /** Replaces the limits; open connections stay open. */
    void limit(int total, int perAddress) {
        max = total;
        maxPerAddress = perAddress;
    }

    /**
     * Counts a connection if the limits permit it; after {@link Admission#ADMITTED} the caller calls {@link #release}
     * once.
     *
     * @param exempt whether the limit per address does not apply
     */
    Admission admit(SocketAddress remote, boolean exempt) {
        if (open.incrementAndGet() > max) {
            open.decrementAndGet();
            return Admission.TOO_MANY;
        }
        int count = byAddress.merge(address(remote), 1, Integer::sum);
        if (count > maxPerAddress && !exempt) {
            release(remote);
            return Admission.TOO_MANY_OF_ADDRESS;
        }
        return Admission.ADMITTED;
    }

    void release(SocketAddress remote) {
        var _ = byAddress.computeIfPresent(address(remote), (_, count) -> count == 1 ? null : count - 1);
        open.decrementAndGet();
    }

    int count() {
        return open.get();
    }

    private static String address(SocketAddress remote) {
        if (!(remote instanceof InetSocketAddress inet) || inet.getAddress() == null) {
            return remote.toString();
        }
        InetAddress address = inet.getAddress();
        byte[] bytes = address.getAddress();
        if (bytes.length < IPV6_BYTES) {
            return address.getHostAddress();
        }
        StringBuilder prefix = new StringBuilder();
        for (int i = 0; i < SUBSCRIBER_BYTES; i++) {
            prefix.append((char) (bytes[i] & 0xff));
        }
        return prefix.toString();
    }
}
