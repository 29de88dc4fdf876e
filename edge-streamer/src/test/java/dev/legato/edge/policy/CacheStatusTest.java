package dev.legato.edge.policy;

import static dev.legato.edge.policy.Messages.after;
import static dev.legato.edge.policy.Messages.fields;
import static dev.legato.edge.policy.Messages.stored;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is said about a response: to the client by Cache-Status, to a purge by tags. */
class CacheStatusTest {
    private static final StoredHead HEAD = stored("Cache-Control: max-age=60");

    @Test
    void hit_hasTheRemainingLifetime() {
        assertEquals(
                "edge-1; hit; ttl=50",
                CacheStatus.hit("edge-1", HEAD, after(10)).toString());
        assertEquals(
                "edge-1; hit; ttl=-1",
                CacheStatus.hit("edge-1", HEAD, after(60.5)).toString());
    }

    @Test
    void forwarded_saysWhyAndWhatCame() {
        assertEquals(
                "edge-1; fwd=uri-miss; fwd-status=200; stored; collapsed",
                CacheStatus.forwarded("edge-1", CacheStatus.Forward.URI_MISS, 200, true, true)
                        .toString());
        assertEquals(
                "edge-1; fwd=stale; detail=private",
                CacheStatus.forwarded("edge-1", CacheStatus.Forward.STALE, 0, false, false)
                        .withDetail("private")
                        .toString());
    }

    @Test
    void textThatIsNoToken_isAnEscapedString() {
        assertEquals(
                "\"1 \\\"edge\\\"\"; hit; ttl=60; detail=\"a\\\\b?\"",
                CacheStatus.hit("1 \"edge\"", HEAD, after(0))
                        .withDetail("a\\b\u00fc")
                        .toString());
    }

    @Test
    void appendTo_followsCachesNearerToTheOrigin() {
        CacheStatus hit = CacheStatus.hit("edge", HEAD, after(0));
        assertEquals("shield; hit, edge; hit; ttl=60", hit.appendTo("shield; hit"));
        assertEquals("edge; hit; ttl=60", hit.appendTo(null));
        assertEquals("edge; hit; ttl=60", hit.appendTo(" "));
    }

    @Test
    void tags_ofBothFields() {
        SurrogateTags tags =
                SurrogateTags.of(fields("Surrogate-Key: a  b | surrogate-key: c | Cache-Tag: d e, f ,,a | X: y"));
        assertEquals(Set.of("a", "b", "c", "d e", "f"), tags.tags());
        assertTrue(tags.isComplete());
        assertEquals(new SurrogateTags(Set.of(), true), SurrogateTags.of(fields("X: y")));
    }

    @Test
    void tags_tooManyOrTooLong_areIncomplete() {
        assertTrue(SurrogateTags.of(fields("Surrogate-Key: " + numbers(128) + " 7"))
                .isComplete());
        SurrogateTags many = SurrogateTags.of(fields("Surrogate-Key: " + numbers(129)));
        assertFalse(many.isComplete());
        assertEquals(128, many.tags().size());
        assertTrue(SurrogateTags.of(fields("Cache-Tag: " + "x".repeat(256))).isComplete());
        assertFalse(SurrogateTags.of(fields("Cache-Tag: " + "x".repeat(257))).isComplete());
    }

    private static String numbers(int count) {
        return IntStream.range(0, count).mapToObj(Integer::toString).collect(Collectors.joining(" "));
    }
}
