package dev.legato.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import java.lang.foreign.MemorySegment;
import java.net.Inet4Address;
import java.net.InetSocketAddress;

/** {@code struct sockaddr_in} and {@code sockaddr_in6} in memory: both have the port at the same place. */
public final class SocketAddress {
    public static final int AF_INET = 2;

    /** The size of {@code struct sockaddr_in}. */
    public static final int IPV4_BYTES = 16;

    /** The size of {@code struct sockaddr_storage}, which holds an address of any family. */
    public static final int MAX_BYTES = 128;

    private static final int PORT_AT = 2;
    private static final int IPV4_AT = 4;

    private SocketAddress() {}

    /** Reads the port, 0 to 65535. */
    public static int port(MemorySegment address) {
        return Short.toUnsignedInt(Short.reverseBytes(address.get(JAVA_SHORT_UNALIGNED, PORT_AT)));
    }

    /**
     * Writes an IPv4 address and its port.
     *
     * @param into at least {@link #IPV4_BYTES} long
     * @throws IllegalArgumentException when it is no IPv4 address
     */
    public static void writeIpv4(InetSocketAddress address, MemorySegment into) {
        if (!(address.getAddress() instanceof Inet4Address)) {
            throw new IllegalArgumentException(
                    "address: %s (expected: a host with an IPv4 address)".formatted(address));
        }
        into.asSlice(0, IPV4_BYTES).fill((byte) 0);
        into.set(JAVA_SHORT_UNALIGNED, 0, (short) AF_INET);
        into.set(JAVA_SHORT_UNALIGNED, PORT_AT, Short.reverseBytes((short) address.getPort()));
        MemorySegment.copy(address.getAddress().getAddress(), 0, into, JAVA_BYTE, IPV4_AT, 4);
    }
}
