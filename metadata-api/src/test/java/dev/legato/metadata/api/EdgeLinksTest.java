package dev.legato.metadata.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.legato.contracts.LinkLimits;
import dev.legato.contracts.TrackId;
import dev.legato.runtime.auth.LinkKeys;
import dev.legato.runtime.links.EdgeOrigins;
import dev.legato.runtime.settings.Settings;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class EdgeLinksTest {
    private static final TrackId TRACK = new TrackId("4fkq2c7yv0m3e8w5n1t9z6x2bd");

    @Test
    void permit_withinAnHour_isTheSame() {
        EdgeLinks.Permission first = permit("2026-11-01T10:00:00Z", Duration.ofHours(6));
        EdgeLinks.Permission last = permit("2026-11-01T10:59:59Z", Duration.ofHours(6));
        assertEquals(first.url("k"), last.url("k"));
        assertEquals(Instant.parse("2026-11-01T17:00:00Z"), first.expires());
        assertEquals(Duration.ofHours(1), first.sameFor());
        assertEquals(Duration.ofSeconds(1), last.sameFor());
        assertNotEquals(
                first.url("k"),
                permit("2026-11-01T11:00:00Z", Duration.ofHours(6)).url("k"));
    }

    @Test
    void permit_ofAShortLife_neverLastsTwiceAsLong() {
        EdgeLinks.Permission permission = permit("2026-11-01T10:00:30Z", Duration.ofMinutes(1));
        assertEquals(Instant.parse("2026-11-01T10:02:00Z"), permission.expires());
        assertEquals(Duration.ofSeconds(30), permission.sameFor());
    }

    @Test
    void image_isOpen() {
        assertEquals(
                "https://edge.example.org/artwork/x/640.jpg",
                links("2026-11-01T10:00:00Z", Duration.ofHours(6)).image("artwork/x/640.jpg"));
    }

    private static EdgeLinks.Permission permit(String now, Duration validFor) {
        return links(now, validFor).permit(new Listener("listener", LinkLimits.NONE, true), TRACK);
    }

    private static EdgeLinks links(String now, Duration validFor) {
        return new EdgeLinks(
                EdgeOrigins.from(Settings.of(Map.of("links.edgeUrl", "https://edge.example.org"))),
                validFor,
                new LinkKeys("k1", Map.of("k1", new byte[32])),
                Clock.fixed(Instant.parse(now), ZoneOffset.UTC));
    }
}
