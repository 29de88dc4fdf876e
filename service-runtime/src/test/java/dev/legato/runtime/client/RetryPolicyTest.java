package dev.legato.runtime.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RetryPolicyTest {
    @Test
    void pause_ofEachRetry_doublesUpToTheLongest() {
        List<Long> pauses = IntStream.rangeClosed(1, 7)
                .mapToObj(retry ->
                        RetryPolicy.PATIENT.pause(retry, Optional.empty()).toMillis())
                .toList();
        assertEquals(List.of(200L, 400L, 800L, 1_600L, 3_200L, 5_000L, 5_000L), pauses);
        assertEquals(Duration.ofSeconds(5), RetryPolicy.PATIENT.pause(1_000, Optional.empty()));
    }

    @Test
    void pause_longerOneAskedFor_isKeptWithinTheLongest() {
        assertEquals(Duration.ofSeconds(3), RetryPolicy.PATIENT.pause(1, Optional.of(Duration.ofSeconds(3))));
        assertEquals(Duration.ofSeconds(5), RetryPolicy.PATIENT.pause(1, Optional.of(Duration.ofHours(1))));
        assertEquals(Duration.ofMillis(400), RetryPolicy.PATIENT.pause(2, Optional.of(Duration.ZERO)));
    }
}
