package dev.legato.metadata.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class StoredTest {
    private record Named(String name) {}

    @Test
    void read_whatWasWritten_isTheSame() throws Exception {
        byte[] document = "{\"name\":\"Sigur Rós\"}".getBytes(StandardCharsets.UTF_8);
        assertEquals(
                new Stored.Entry<>(new Named("Sigur Rós"), document.length, 1_764_476_785_123L, 1_764_477_385_123L),
                Stored.read(Stored.write(document, 1_764_476_785_123L, 1_764_477_385_123L), Named.class));
        assertEquals(new Stored.Entry<Named>(null, 0, 1, 2), Stored.read(Stored.write(null, 1, 2), Named.class));
        assertEquals(new Stored.JustWritten<Named>(), Stored.read(Buffer.buffer("-"), Named.class));
        assertEquals(new Stored.Absent<Named>(), Stored.read(null, Named.class));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "+", "+1", "+1 2", "+1 2 ", "+1 2 {\"name\"", "+a 2 {}", "?1 2 {}", "{\"name\":\"x\"}", "--"
            })
    void read_anotherForm_fails(String value) {
        assertThrows(IOException.class, () -> Stored.read(Buffer.buffer(value), Named.class));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "track", ":a", "track:"})
    void parse_anotherForm_isRefused(String text) {
        assertThrows(IllegalArgumentException.class, () -> EntryKey.parse(text));
    }
}
