package dev.legato.runtime.net;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;

/**
 * A block of IP addresses in CIDR form (RFC 4632, RFC 4291 §2.3): {@code 10.0.0.0/8}, {@code 2001:db8::/32}. An IPv4
 * address mapped into IPv6 ({@code ::ffff:192.0.2.1}) is taken as the IPv4 address it is.
 *
 * @param network its first address, canonical, such as {@code 10.0.0.0}
 * @param prefix how many leading bits its addresses share
 */
public record AddressBlock(String network, int prefix) {
    private static final int IPV4_BYTES = 4;
    private static final int IPV6_SUBSCRIBER_BITS = 64;
    private static final byte[] MAPPED = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1};

    /**
     * Parses {@code address/prefix}, or an address alone, which is a block of one.
     *
     * @throws IllegalArgumentException if it is neither, or bits behind the prefix are set
     */
    public static AddressBlock parse(String text) {
        String[] parts = text.split("/", 2);
        byte[] bytes = bytes(parts[0])
                .orElseThrow(() -> new IllegalArgumentException("'%s' is no IP address".formatted(parts[0])));
        int bits = bytes.length * Byte.SIZE;
        int prefix = parts.length == 1 ? bits : prefix(parts[1], bits);
        byte[] network = masked(bytes, prefix);
        if (!Arrays.equals(network, bytes)) {
            throw new IllegalArgumentException(
                    "'%s' has bits set behind its prefix (expected: %s/%d)".formatted(text, text(network), prefix));
        }
        return new AddressBlock(text(network), prefix);
    }

    /**
     * The block that one subscriber usually has to himself: an IPv4 address, or the /64 of an IPv6 address.
     *
     * @return empty if the text is no IP address
     */
    public static Optional<AddressBlock> ofSubscriber(String address) {
        return bytes(address).map(bytes -> {
            int prefix = bytes.length == IPV4_BYTES ? IPV4_BYTES * Byte.SIZE : IPV6_SUBSCRIBER_BITS;
            return new AddressBlock(text(masked(bytes, prefix)), prefix);
        });
    }

    /** Whether an address lies in it; what is no IP address lies in none. */
    public boolean contains(String address) {
        byte[] first = bytes(network).orElseThrow();
        return bytes(address)
                .filter(bytes -> bytes.length == first.length && Arrays.equals(masked(bytes, prefix), first))
                .isPresent();
    }

    /** In CIDR form; a single address without its prefix. */
    @Override
    public String toString() {
        boolean single = prefix == bytes(network).orElseThrow().length * Byte.SIZE;
        return single ? network : network + "/" + prefix;
    }

    private static int prefix(String text, int bits) {
        if (!text.matches("\\d{1,3}") || Integer.parseInt(text) > bits) {
            throw new IllegalArgumentException("prefix '%s' (expected: 0 to %d)".formatted(text, bits));
        }
        return Integer.parseInt(text);
    }

    private static Optional<byte[]> bytes(String address) {
        // Never a name: nothing here asks the DNS. A scope such as %eth0 says where, not who.
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(address.split("%", 2)[0]);
        if (bytes == null) {
            return Optional.empty();
        }
        boolean mapped = bytes.length > IPV4_BYTES && Arrays.equals(MAPPED, Arrays.copyOf(bytes, MAPPED.length));
        return Optional.of(mapped ? Arrays.copyOfRange(bytes, MAPPED.length, bytes.length) : bytes);
    }

    private static byte[] masked(byte[] address, int prefix) {
        byte[] masked = new byte[address.length];
        for (int i = 0; i < address.length; i++) {
            int bits = Math.clamp(prefix - i * (long) Byte.SIZE, 0, Byte.SIZE);
            masked[i] = (byte) (address[i] & (0xFF << (Byte.SIZE - bits)));
        }
        return masked;
    }

    private static String text(byte[] address) {
        try {
            return NetUtil.toAddressString(InetAddress.getByAddress(address));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("4 or 16 bytes are an address", e);
        }
    }
}
