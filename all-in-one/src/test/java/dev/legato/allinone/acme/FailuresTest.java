package dev.legato.allinone.acme;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class FailuresTest {
    private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");

    @ParameterizedTest
    @CsvSource(textBlock = """
            # failures before, certificate left, authority says, wait
            0,    PT0S,   '',      PT30S
            0,    PT-20H, '',      PT30S
            1,    PT-20H, '',      PT1M
            6,    PT-20H, '',      PT32M
            7,    PT-20H, '',      PT1H
            5000, PT-20H, '',      PT1H
            0,    PT2H,   '',      PT12M
            5,    PT2H,   '',      PT16M
            0,    PT700H, '',      PT1H
            0,    PT0S,   PT5H,    PT5H
            0,    PT0S,   PT10S,   PT30S
            """)
    void and_oneMore_waitsTwiceAsLong_orAsTheAuthoritySays(int before, Duration left, String said, Duration wait) {
        Optional<Instant> retryAfter = said.isEmpty() ? Optional.empty() : Optional.of(NOW.plus(Duration.parse(said)));
        assertEquals(new Failures(before + 1, NOW.plus(wait)), new Failures(before, NOW).and(NOW, left, retryAfter));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "3", "3 yesterday", "x 2030-01-01T00:00:00Z", "12345678901 2030-01-01T00:00:00Z"})
    void parse_anythingElse_isNone(String text) {
        assertEquals(Failures.NONE, Failures.parse(text));
    }

    @Test
    void files_keepFailuresForTheNextStart(@TempDir Path folder) throws Exception {
        assertEquals(Failures.NONE, new CertificateFiles(folder, "music.example.org").failures());
        Failures failures = new Failures(3, NOW.plusMillis(17));
        new CertificateFiles(folder, "music.example.org").write(failures);
        assertEquals(failures, new CertificateFiles(folder, "music.example.org").failures());
        assertEquals(Failures.NONE, new CertificateFiles(folder, "other.example.org").failures());
    }
}
