package dev.legato.account.signin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.account.person.EmailAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TotpTest {
    private static final byte[] SECRET = "12345678901234567890".getBytes(StandardCharsets.US_ASCII);

    /** The last six digits of RFC 6238, appendix B, SHA-1. */
    @ParameterizedTest
    @CsvSource({
        "59, 287082",
        "1111111109, 081804",
        "1111111111, 050471",
        "1234567890, 005924",
        "2000000000, 279037",
        "20000000000, 353130"
    })
    void code_ofRfcSecret_isThatOfRfc(long second, String code) {
        assertEquals(code, Totp.code(SECRET, second / 30));
        assertEquals(OptionalLong.of(second / 30), Totp.step(SECRET, code, 0, Instant.ofEpochSecond(second)));
    }

    @ParameterizedTest
    @CsvSource({"-60, false", "-30, true", "0, true", "30, true", "60, false"})
    void step_ofClockThatDiffers_isFoundUpToOneStep(int seconds, boolean found) {
        Instant phone = Instant.ofEpochSecond(1_111_111_111 + seconds);
        String code = Totp.code(SECRET, phone.getEpochSecond() / 30);
        assertEquals(
                found,
                Totp.step(SECRET, code, 0, Instant.ofEpochSecond(1_111_111_111)).isPresent());
    }

    @Test
    void step_ofCodeUsedBefore_isEmpty() {
        Instant now = Instant.ofEpochSecond(1_111_111_111);
        long step = Totp.step(SECRET, "050471", 0, now).orElseThrow();
        assertTrue(Totp.step(SECRET, "050471", step, now).isEmpty());
        assertTrue(Totp.step(SECRET, Totp.code(SECRET, step - 1), step, now).isEmpty(), "an earlier step");
    }

    @Test
    void uri_ofSecret_isTakenByApps() {
        assertEquals(
                "otpauth://totp/Legato:clara%40example.org?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Legato",
                Totp.uri(SECRET, EmailAddress.parse("clara@example.org")));
    }
}
