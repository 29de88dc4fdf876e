package dev.legato.runtime.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ProxyIdentityTest {
    private static final String SECRET = "what the gateway signs identities with";
    private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");
    private static final ProxyIdentity DORA =
            new ProxyIdentity("dora", "dora@house.example", "Dora Däumling", List.of("admins", "a, b"));

    @ParameterizedTest
    @CsvSource({"0, true", "60, true", "-60, true", "61, false", "-61, false"})
    void identity_ofThisAge_isGoodForAMinute(long seconds, boolean good) {
        String signed = DORA.signed(SECRET, NOW);
        assertEquals(
                good ? Optional.of(DORA) : Optional.empty(),
                ProxyIdentity.verify(signed, SECRET, NOW.plusSeconds(seconds)));
    }

    @Test
    void identity_notSignedWithTheSecret_isNone() {
        String signed = DORA.signed(SECRET, NOW);
        String payload = signed.substring(0, signed.indexOf('.'));
        String other = new ProxyIdentity("root", "", "", List.of()).signed("another secret", NOW);
        for (String forged : List.of(
                "",
                ".",
                "dora",
                payload,
                payload + ".",
                payload + other.substring(other.indexOf('.')),
                other,
                other.substring(0, other.indexOf('.')) + signed.substring(signed.indexOf('.')),
                signed + "A",
                "x".repeat(9_000) + signed)) {
            assertEquals(Optional.empty(), ProxyIdentity.verify(forged, SECRET, NOW), forged);
        }
    }
}
