package dev.legato.runtime.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.util.Base64URL;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VerifyingKeyTest {
    /** RFC 7515 appendix A.3. */
    private static final String P256 =
            "\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU\","
                    + "\"y\":\"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0\"";

    private static final String ES256_INPUT =
            "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA"
                    + "6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ";
    private static final String ES256_SIGNATURE =
            "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q";

    /** RFC 8037 appendix A.4. */
    private static final String ED25519 =
            "\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"";

    private static final String EDDSA_INPUT = "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc";
    private static final String EDDSA_SIGNATURE =
            "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg";

    @Test
    void verifies_examplesOfTheStandards() {
        assertVerifies(P256, "ES256", ES256_INPUT, ES256_SIGNATURE);
        assertVerifies(ED25519, "EdDSA", EDDSA_INPUT, EDDSA_SIGNATURE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                P256,
                P256 + ",\"alg\":\"EdDSA\"",
                P256 + ",\"alg\":\"ES384\"",
                P256 + ",\"alg\":\"ES256\",\"use\":\"enc\"",
                P256 + ",\"alg\":\"ES256\",\"d\":\"jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI\"",
                ED25519 + ",\"alg\":\"ES256\"",
                "\"kty\":\"oct\",\"alg\":\"HS256\",\"k\":\"AAAA\"",
            })
    void parse_keyOfAnotherKind_isPassedOver(String members) {
        assertEquals(0, KeySet.parse(set(members)).keys().size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{}", "{\"keys\":7}", "{\"keys\":[7]}"})
    void parse_noKeySet_isRefused(String json) {
        assertThrows(IllegalArgumentException.class, () -> KeySet.parse(json));
    }

    private static void assertVerifies(String members, String algorithm, String input, String signature) {
        VerifyingKey key = KeySet.parse(set(members + ",\"alg\":\"%s\"".formatted(algorithm)))
                .find("k1");
        assertNotNull(key);
        assertEquals(algorithm, key.algorithm());
        byte[] signed = input.getBytes(StandardCharsets.US_ASCII);
        assertTrue(key.verifies(signed, new Base64URL(signature)));
        signed[5]++;
        assertFalse(key.verifies(signed, new Base64URL(signature)));
        assertFalse(key.verifies(signed, Base64URL.encode(new byte[64])));
    }

    private static String set(String members) {
        return "{\"keys\":[{\"kid\":\"k1\",%s}]}".formatted(members);
    }
}
