package dev.legato.edge.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.legato.edge.guard.Connections.Admission;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

class ConnectionsTest {
    private final Connections connections = new Connections(3, 2);

    @Test
    void admit_moreThanAllowedOfAnAddress_refusesThose() {
        assertEquals(Admission.ADMITTED, connections.admit(address("192.0.2.1", 1), false));
        assertEquals(Admission.ADMITTED, connections.admit(address("192.0.2.1", 2), false));
        assertEquals(Admission.TOO_MANY_OF_ADDRESS, connections.admit(address("192.0.2.1", 3), false));
        assertEquals(Admission.ADMITTED, connections.admit(address("192.0.2.2", 1), false));
        assertEquals(Admission.TOO_MANY, connections.admit(address("192.0.2.3", 1), false));
        assertEquals(3, connections.count());
    }

    @Test
    void admit_neighboursInOneIpv6Network_areOne() {
        assertEquals(Admission.ADMITTED, connections.admit(address("2001:db8::1", 1), false));
        assertEquals(Admission.ADMITTED, connections.admit(address("2001:db8::2", 1), false));
        assertEquals(Admission.TOO_MANY_OF_ADDRESS, connections.admit(address("2001:db8::3", 1), false));
        assertEquals(Admission.ADMITTED, connections.admit(address("2001:db8:0:1::1", 1), false));
    }

    @Test
    void release_makesRoom() {
        assertEquals(Admission.ADMITTED, connections.admit(address("192.0.2.1", 1), false));
        assertEquals(Admission.ADMITTED, connections.admit(address("192.0.2.1", 2), false));
        connections.release(address("192.0.2.1", 1));
        assertEquals(Admission.ADMITTED, connections.admit(address("192.0.2.1", 3), false));
        assertEquals(2, connections.count());
    }

    private static InetSocketAddress address(String host, int port) {
        return new InetSocketAddress(host, port);
    }
}
