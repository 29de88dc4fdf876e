package dev.legato.metadata.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.legato.contracts.Entitlements;
import dev.legato.contracts.LinkLimits;
import org.junit.jupiter.api.Test;

final class ListenerTest {
    private static final int NO_LIMIT = Integer.MAX_VALUE;

    @Test
    void limits_ofEverything_areNone() {
        assertEquals(LinkLimits.NONE, Listener.limits(Entitlements.ALL, "session", "account"));
    }

    @Test
    void limits_countedStreams_tellPlayersApartWithoutNamingThem() {
        Entitlements plan = new Entitlements(160_000, 2, false, 6);
        LinkLimits phone = Listener.limits(plan, "phone", "account");
        assertEquals(160_000, phone.maxBitrate());
        assertEquals(2, phone.streams());
        assertEquals(12, phone.player().length());
        assertEquals(phone, Listener.limits(plan, "phone", "account"));
        assertNotEquals(phone, Listener.limits(plan, "tablet", "account"));
        assertNotEquals(phone, Listener.limits(plan, null, "account"));
    }

    @Test
    void limits_outsideWhatALinkCarries_areClamped() {
        assertEquals(LinkLimits.NONE, Listener.limits(new Entitlements(NO_LIMIT, 10_000, true, 0), "p", "a"));
        assertEquals(
                new LinkLimits(1, NO_LIMIT, ""), Listener.limits(new Entitlements(0, NO_LIMIT, true, 0), "p", "a"));
        assertEquals(
                1,
                Listener.limits(new Entitlements(NO_LIMIT, 0, true, 0), "p", "a")
                        .streams());
    }
}
