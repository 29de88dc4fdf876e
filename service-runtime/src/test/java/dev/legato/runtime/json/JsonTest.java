package dev.legato.runtime.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonMappingException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonTest {
    private record Named(String name) {}

    @ParameterizedTest
    @ValueSource(strings = {"{\"name\":7}", "{\"name\":0.5}", "{\"name\":true}", "{\"name\":{}}", "{\"nom\":\"a\"}"})
    void readStrictly_anythingButATextOfThatName_isRefused(String json) {
        assertThrows(JsonMappingException.class, () -> read(json));
    }

    @Test
    void readStrictly_text_isRead() throws IOException {
        assertEquals(new Named("7"), read("{\"name\":\"7\"}"));
    }

    private static Named read(String json) throws IOException {
        return Json.readStrictly(json.getBytes(StandardCharsets.UTF_8), Named.class);
    }
}
