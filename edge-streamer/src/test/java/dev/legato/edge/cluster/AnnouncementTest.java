package dev.legato.edge.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.legato.edge.cluster.Announcement.Kind;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AnnouncementTest {
    @ParameterizedTest
    @EnumSource(Kind.class)
    void decode_encoded_isTheSame(Kind kind) {
        Announcement news = new Announcement(kind, new EdgeNode("m", "[fd00::7]", 8443, true, "a", "north"));
        assertEquals(news, Announcement.decode(news.encode()));
    }

    @Test
    void decode_joining_needsNoPort() {
        Announcement news = new Announcement(Kind.JOINING, new EdgeNode("m", "h", 0, false, "", ""));
        assertEquals(news, Announcement.decode(news.encode()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "{}",
                "{\"kind\":\"here\",\"member\":\"m\",\"host\":\"h\",\"port\":0}",
                "{\"kind\":\"here\",\"member\":\"m\",\"host\":\"h\",\"port\":70000}",
                "{\"kind\":\"here\",\"member\":\"\",\"host\":\"h\",\"port\":1}",
                "{\"kind\":\"gone\",\"member\":\"m\",\"host\":\"h\",\"port\":1}",
                "{\"kind\":\"here\",\"member\":\"m\",\"host\":\"h\",\"port\":\"1\"}"
            })
    void decode_anythingElse_isNull(String text) {
        assertNull(Announcement.decode(text.getBytes(StandardCharsets.UTF_8)));
    }
}
