package dev.legato.runtime.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.contracts.PlayEvent;
import dev.legato.runtime.json.Json;
import dev.legato.runtime.kafka.RecordFault.Kind;
import io.vertx.core.VertxException;
import io.vertx.pgclient.PgException;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RecordFaultTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{                  | UNREADABLE",
                "nonsense           | UNREADABLE",
                "{\"a\":1}            | INVALID",
                "[]                 | INVALID",
                "17                 | INVALID",
                "null               | INVALID",
                "''                 | INVALID",
            })
    void ofReading_saysWhatIsWrong_withoutNamesOfClasses(String json, Kind kind) {
        Exception failure = assertThrows(
                Exception.class, () -> Json.readEvent(json.getBytes(StandardCharsets.UTF_8), PlayEvent.class)
                        .data());
        RecordFault fault = RecordFault.ofReading(failure);
        assertEquals(kind, fault.kind());
        assertTrue(!fault.reason().matches(".*(dev\\.|java\\.|com\\.|Exception).*"), fault.reason());
    }

    @Test
    void reason_isOneBoundedLine() {
        String reason = new RecordFault(Kind.INVALID, "a\u0000\n" + "x".repeat(1 << 20)).reason();
        assertEquals(200, reason.length());
        assertTrue(reason.startsWith("a??x"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"22021", "22008", "23505"})
    void ofHandling_dataThatTheDatabaseRefuses_isTheRecords(String state) {
        assertEquals(
                Kind.REFUSED,
                RecordFault.ofHandling(postgres(state)).orElseThrow().kind());
    }

    @ParameterizedTest
    @ValueSource(strings = {"57P03", "57014", "53300", "40001", "08006", "42501", "42P01"})
    void ofHandling_aDatabaseInTrouble_isNotTheRecords(String state) {
        assertTrue(RecordFault.ofHandling(postgres(state)).isEmpty());
    }

    @Test
    void ofHandling_serverThatIsDown_isNotTheRecords() {
        assertTrue(RecordFault.ofHandling(new ConnectException("refused")).isEmpty());
        assertTrue(RecordFault.ofHandling(new VertxException("Connection is closed"))
                .isEmpty());
        assertTrue(RecordFault.ofHandling(new IOException("reset")).isEmpty());
        assertTrue(
                RecordFault.ofHandling(new IllegalStateException("pool closed")).isEmpty());
    }

    @Test
    void ofHandling_codeThatFailsOnAValue_isTheRecords() {
        assertTrue(
                RecordFault.ofHandling(new ArithmeticException("long overflow")).isPresent());
        assertTrue(RecordFault.ofHandling(new NullPointerException()).isPresent());
    }

    private static PgException postgres(String state) {
        return new PgException("refused", "ERROR", state, "detail");
    }
}
