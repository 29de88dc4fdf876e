package dev.legato.linux;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SocketAddressTest {
    private final MemorySegment memory = MemorySegment.ofArray(new byte[SocketAddress.IPV4_BYTES]);

    @ParameterizedTest
    @ValueSource(ints = {0, 80, 255, 256, 8081, 32_768, 65_535})
    void port_writtenBefore_isRead(int port) throws UnknownHostException {
        SocketAddress.writeIpv4(new InetSocketAddress(address(127, 0, 0, 1), port), memory);
        assertEquals(port, SocketAddress.port(memory));
    }

    @Test
    void writeIpv4_overOlderBytes_isInNetworkOrder() throws UnknownHostException {
        memory.fill((byte) 0xff);
        SocketAddress.writeIpv4(new InetSocketAddress(address(192, 0, 2, 7), 0x1f90), memory);
        byte[] bytes = memory.toArray(ValueLayout.JAVA_BYTE);
        assertArrayEquals(
                new byte[] {0x1f, (byte) 0x90, (byte) 192, 0, 2, 7, 0, 0, 0, 0, 0, 0, 0, 0},
                java.util.Arrays.copyOfRange(bytes, 2, 16));
    }

    @Test
    void writeIpv4_ofAnIpv6Address_isRefused() throws UnknownHostException {
        byte[] loopback = new byte[16];
        loopback[15] = 1;
        InetSocketAddress address = new InetSocketAddress(InetAddress.getByAddress(loopback), 80);
        assertThrows(IllegalArgumentException.class, () -> SocketAddress.writeIpv4(address, memory));
    }

    private static InetAddress address(int... parts) throws UnknownHostException {
        byte[] bytes = new byte[parts.length];
        for (int i = 0; i < parts.length; i++) {
            bytes[i] = (byte) parts[i];
        }
        return InetAddress.getByAddress(bytes);
    }
}
