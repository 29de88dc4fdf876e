package dev.legato.account.sso;

import dev.legato.account.signin.Continuation;
import dev.legato.account.signin.OneTimeTokens;
import dev.legato.account.signin.OneTimeTokens.Grant;
import dev.legato.account.signin.OneTimeTokens.Purpose;
import dev.legato.contracts.Sha256;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/**
 * Sign-ins that wait for a provider's answer, each under a random {@code state} that is good once. Nonce and code verifier are
 * hashes of the state and the browser's cookie: they are stored nowhere, and the answer is worth nothing in another browser.
 */
final class Attempts {
    /** How long a person may take at the provider. */
    static final Duration LIFE = Duration.ofMinutes(15);

    private final OneTimeTokens tokens;

    /**
     * A sign-in under way.
     *
     * @param provider the id of the provider asked
     * @param target where the browser goes afterwards
     * @param owner the account that is to be linked, if its owner asked for that
     * @param again whether the person was signed in already, and therefore had to prove there who it is
     */
    record Attempt(String provider, Continuation target, Optional<String> owner, boolean again, Instant begunAt) {}

    Attempts(OneTimeTokens tokens) {
        this.tokens = tokens;
    }

    /** Notes a sign-in and returns its state. */
    String begin(String provider, Continuation target, Optional<String> owner, boolean again, String cookie) {
        String data = new JsonObject()
                .put("provider", provider)
                .put("target", target.target())
                .put("again", again)
                .put("browser", hash("browser", cookie, ""))
                .encode();
        return tokens.create(Purpose.SSO, owner.orElse(null), data, LIFE).await();
    }

    /** The sign-in of a state; empty if it is unknown, used, too old, or another browser's. */
    Optional<Attempt> take(String state, String cookie) {
        return tokens.take(Purpose.SSO, state).await().flatMap(grant -> attempt(grant, cookie));
    }

    static String nonce(String state, String cookie) {
        return hash("nonce", cookie, state);
    }

    static String verifier(String state, String cookie) {
        return hash("verifier", cookie, state);
    }

    private static Optional<Attempt> attempt(Grant grant, String cookie) {
        JsonObject data = new JsonObject(grant.data());
        return data.getString("browser").equals(hash("browser", cookie, ""))
                ? Optional.of(new Attempt(
                        data.getString("provider"),
                        Continuation.parse(data.getString("target")),
                        Optional.ofNullable(grant.account()),
                        data.getBoolean("again"),
                        grant.createdAt()))
                : Optional.empty();
    }

    private static String hash(String purpose, String cookie, String state) {
        byte[] text = "sso-%s:%s:%s".formatted(purpose, cookie, state).getBytes(StandardCharsets.UTF_8);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Sha256.of(text));
    }
}
