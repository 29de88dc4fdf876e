package dev.legato.account.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.legato.account.session.RefreshToken.Verdict;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RefreshTokenTest {
    private static final Instant ROTATED = Instant.parse("2026-11-22T12:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "5, 5, PT0S, ROTATE",
        "5, 5, P20D, ROTATE",
        "4, 5, PT0S, REPEAT",
        "4, 5, PT10S, REPEAT",
        "4, 5, PT10.001S, REUSED",
        "3, 5, PT0S, REUSED",
    })
    void judge_generation_decides(int generation, int current, Duration later, Verdict expected) {
        assertEquals(expected, RefreshToken.judge(generation, current, ROTATED, ROTATED.plus(later)));
    }

    @Test
    void create_token_has256BitsAndHidesThem() {
        RefreshToken token = RefreshToken.create(new SecureRandom());
        assertEquals(43, token.value().length());
        assertEquals("RefreshToken", token.toString());
        assertEquals(32, token.hash().length);
    }

    @Test
    void parse_farTooLong_isRefused() {
        assertThrows(IllegalArgumentException.class, () -> RefreshToken.parse("a".repeat(129)));
        assertThrows(IllegalArgumentException.class, () -> RefreshToken.parse(""));
    }
}
