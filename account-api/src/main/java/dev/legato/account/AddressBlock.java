package dev.legato.account;

import io.netty.util.NetUtil;
import java.util.HexFormat;

/** The network a log-in comes from: an IPv4 address, or the /64 that one IPv6 subscriber has to himself. */
final class AddressBlock {
    private static final int SUBSCRIBER_BYTES = 8;
    private static final int IPV4_BYTES = 4;

    private AddressBlock() {}

    /**
     * The block of an address.
     *
     * @param address as our proxy or the socket gave it; what is no address is a block of its own
     */
    static String of(String address) {
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(address);
        if (bytes == null) {
            return address.substring(0, Math.min(address.length(), 64));
        }
        return bytes.length == IPV4_BYTES
                ? HexFormat.of().formatHex(bytes)
                : HexFormat.of().formatHex(bytes, 0, SUBSCRIBER_BYTES);
    }
}
