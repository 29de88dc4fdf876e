package dev.legato.account;

import dev.legato.testing.Answer;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** A payment provider, which signs its events as its documentation says. */
final class PaymentProvider {
    static final String SECRET = "a secret that a provider gave out, 32 bytes";

    private final AccountsUnderTest accounts;

    PaymentProvider(AccountsUnderTest accounts) {
        this.accounts = accounts;
    }

    static JsonObject event(
            String id, String account, String type, Instant at, @Nullable String plan, @Nullable Instant until) {
        JsonObject event = new JsonObject()
                .put("id", id)
                .put("account", account)
                .put("type", type)
                .put("occurredAt", at.toString());
        if (plan != null) {
            event.put("plan", plan);
        }
        if (until != null) {
            event.put("until", until.toString());
        }
        return event;
    }

    /** Sends an event signed now. */
    Answer send(JsonObject event) {
        return send(event, Duration.ZERO);
    }

    /** Sends an event that was signed before. */
    Answer send(JsonObject event, Duration ago) {
        String body = event.encode();
        return send(body, signature(body, accounts.clock.instant().minus(ago)));
    }

    Answer send(String body, String signature) {
        return accounts.post("/v1/billing/events", body, "Legato-Signature", signature);
    }

    static String signature(String body, Instant at) {
        String signed = at.getEpochSecond() + "." + body;
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return "t=%d,v1=%s"
                    .formatted(
                            at.getEpochSecond(),
                            HexFormat.of().formatHex(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8))));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
