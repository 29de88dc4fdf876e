package dev.legato.account.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class BillingSignatureTest {
    private static final SecretKey SECRET = key("0123456789abcdef0123456789abcdef");
    private static final byte[] BODY = bytes("{\"id\":\"evt_1\"}");
    private static final Instant NOW = Instant.ofEpochSecond(1_800_000_000);

    @Test
    void isGenuine_ownSignature_isTrue() {
        String signature = BillingSignature.sign(BODY, SECRET, NOW);
        assertTrue(isGenuine(signature));
        assertFalse(BillingSignature.isGenuine(signature, bytes("{\"id\":\"evt_2\"}"), SECRET, NOW));
        assertFalse(BillingSignature.isGenuine(signature, BODY, key("another secret of 32 bytes, long"), NOW));
    }

    @ParameterizedTest
    @CsvSource({"-301, false", "-300, true", "0, true", "300, true", "301, false"})
    void isGenuine_atAnotherTime_isTrueWithinFiveMinutes(int seconds, boolean genuine) {
        assertEquals(genuine, isGenuine(BillingSignature.sign(BODY, SECRET, NOW.plusSeconds(seconds))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "t=1800000000",
                "v1=00",
                "t=1800000000,v1=",
                "t=1800000000,v1=0000000000000000000000000000000000000000000000000000000000000000",
                "t=-1,v1=0000000000000000000000000000000000000000000000000000000000000000",
                "t=99999999999999999999,v1=0000000000000000000000000000000000000000000000000000000000000000"
            })
    void isGenuine_otherForms_isFalse(String signature) {
        assertFalse(isGenuine(signature));
    }

    @Test
    void isGenuine_timeChanged_isFalse() {
        String signature = BillingSignature.sign(BODY, SECRET, NOW);
        assertFalse(isGenuine(signature.replace("t=1800000000", "t=1800000001")));
        assertFalse(isGenuine(signature + ' '));
        assertFalse(isGenuine(signature.toUpperCase(Locale.ROOT)));
    }

    private static boolean isGenuine(String signature) {
        return BillingSignature.isGenuine(signature, BODY, SECRET, NOW);
    }

    private static SecretKey key(String secret) {
        return new SecretKeySpec(bytes(secret), BillingSignature.ALGORITHM);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
