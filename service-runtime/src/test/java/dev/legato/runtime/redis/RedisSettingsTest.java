package dev.legato.runtime.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.runtime.settings.Settings;
import dev.legato.runtime.settings.SettingsException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RedisSettingsTest {
    @Test
    void from_nothing_isOneServerHere() {
        RedisSettings settings = RedisSettings.from(Settings.of(Map.of()));
        assertEquals("127.0.0.1:6379", settings.toString());
        assertEquals(RedisMode.STANDALONE, settings.mode());
        assertEquals(8, settings.poolSize());
    }

    @Test
    void from_severalSentinels_showsNoPassword() {
        Settings given = Settings.of(Map.of(
                "redis.mode", "sentinel",
                "redis.master", "catalogue",
                "redis.uris", "redis://u:hunter2@a:26379, redis://u:hunter2@b:26379"));
        RedisSettings settings = RedisSettings.from(given);
        given.rejectUnknown();
        assertEquals("a:26379,b:26379", settings.toString());
        assertEquals(RedisMode.SENTINEL, settings.mode());
        assertEquals("catalogue", settings.master());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "standalone | redis://:hunter2@a:1,redis://:hunter2@b:1 | 2 servers (expected: one,",
                "cluster | redis://:hunter2@a:1,redis://:hunter3@b:1 | all with the same scheme, user and password",
                "cluster | redis://:hunter2@a:1,rediss://:hunter2@b:1 | all with the same scheme, user and password",
                "cluster | , | 0 servers (expected: 1 to 100",
                "sentinel | redis://:hunter 2@a:1 | not all are URIs of the form redis://user:password@host:port",
                "sentinel | http://:hunter2@a:1 | not all are URIs of the form redis://user:password@host:port"
            })
    void from_urisThatDoNotFit_isRefusedWithoutThem(String mode, String uris, String expected) {
        Settings given = Settings.of(Map.of("redis.mode", mode, "redis.uris", uris));
        var failure = assertThrows(SettingsException.class, () -> RedisSettings.from(given));
        assertTrue(failure.getMessage().contains(expected), failure.getMessage());
        assertFalse(failure.getMessage().contains("hunter"), failure.getMessage());
    }

    @Test
    void from_bothForms_isRefused() {
        Settings given = Settings.of(Map.of("redis.uri", "redis://a:1", "redis.uris", "redis://a:1"));
        var failure = assertThrows(SettingsException.class, () -> RedisSettings.from(given));
        assertEquals("redis.uri and redis.uris are both set (expected: one of them)", failure.getMessage());
    }
}
