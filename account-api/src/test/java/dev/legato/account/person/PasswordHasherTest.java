package dev.legato.account.person;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PasswordHasherTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "$argon2id$v=19$m=19456,t=2,p=1$c2FsdA$aGFzaA; false",
                "$argon2id$v=19$m=65536,t=3,p=1$c2FsdA$aGFzaA; false",
                "$argon2id$v=19$m=9216,t=4,p=1$c2FsdA$aGFzaA; true",
                "$argon2id$v=19$m=19456,t=1,p=1$c2FsdA$aGFzaA; true",
                "$argon2i$v=19$m=19456,t=2,p=1$c2FsdA$aGFzaA; true",
                "$2b$12$abc; true"
            })
    void isWeak_ofHash_comparesWithTodaysParameters(String hash, boolean weak) {
        assertEquals(weak, PasswordHasher.isWeak(hash));
    }
}
