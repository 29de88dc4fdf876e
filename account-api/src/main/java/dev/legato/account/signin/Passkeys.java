package dev.legato.account.signin;

import com.webauthn4j.WebAuthnManager;
import com.webauthn4j.converter.AttestedCredentialDataConverter;
import com.webauthn4j.converter.exception.DataConversionException;
import com.webauthn4j.converter.util.ObjectConverter;
import com.webauthn4j.credential.CredentialRecord;
import com.webauthn4j.credential.CredentialRecordImpl;
import com.webauthn4j.data.AuthenticationData;
import com.webauthn4j.data.AuthenticationParameters;
import com.webauthn4j.data.PublicKeyCredentialParameters;
import com.webauthn4j.data.PublicKeyCredentialType;
import com.webauthn4j.data.RegistrationData;
import com.webauthn4j.data.RegistrationParameters;
import com.webauthn4j.data.attestation.authenticator.AttestedCredentialData;
import com.webauthn4j.data.attestation.authenticator.AuthenticatorData;
import com.webauthn4j.data.attestation.statement.COSEAlgorithmIdentifier;
import com.webauthn4j.data.attestation.statement.NoneAttestationStatement;
import com.webauthn4j.data.client.Origin;
import com.webauthn4j.data.client.challenge.DefaultChallenge;
import com.webauthn4j.server.ServerProperty;
import com.webauthn4j.verifier.exception.VerificationException;
import dev.legato.account.person.Account;
import dev.legato.account.signin.OneTimeTokens.Grant;
import dev.legato.account.signin.OneTimeTokens.Purpose;
import dev.legato.account.signin.PasskeyStore.Passkey;
import dev.legato.runtime.json.Json;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Registers and verifies passkeys (WebAuthn level 3). The relying party is the issuer's host, under whatever name a page was
 * reached; challenges are good once and for five minutes. Which make of authenticator it is is not asked. Use it on virtual
 * threads.
 */
final class Passkeys {
    private static final Logger LOG = LoggerFactory.getLogger(Passkeys.class);
    private static final Duration CHALLENGE_LIFE = Duration.ofMinutes(5);
    private static final List<PublicKeyCredentialParameters> ALGORITHMS = List.of(
            parameters(COSEAlgorithmIdentifier.ES256),
            parameters(COSEAlgorithmIdentifier.EdDSA),
            parameters(COSEAlgorithmIdentifier.RS256));

    private final WebAuthnManager manager = WebAuthnManager.createNonStrictWebAuthnManager();
    private final AttestedCredentialDataConverter converter =
            new AttestedCredentialDataConverter(new ObjectConverter());
    private final PasskeyStore store;
    private final OneTimeTokens tokens;
    private final SignInChallenges challenges;
    private final URI issuer;

    /**
     * What a browser's script needs.
     *
     * @param challenge to be sent back with the answer
     * @param options JSON as {@code PublicKeyCredential.parse…OptionsFromJSON} takes it
     */
    record Ceremony(String challenge, String options) {}

    Passkeys(PasskeyStore store, OneTimeTokens tokens, SignInChallenges challenges, URI issuer) {
        this.store = store;
        this.tokens = tokens;
        this.challenges = challenges;
        this.issuer = issuer;
    }

    /** Whether browsers offer passkeys here: under https and on localhost (Secure Contexts §3.1). */
    boolean areAvailable() {
        return "https".equals(issuer.getScheme()) || "localhost".equals(issuer.getHost());
    }

    /** Begins to register a passkey, discoverable if the authenticator can. */
    Ceremony beginRegistration(Account account) {
        String challenge = tokens.create(Purpose.PASSKEY, account.id(), "register", CHALLENGE_LIFE)
                .await();
        String email = account.email() == null ? "" : account.email().value();
        Map<String, Object> options = new LinkedHashMap<>();
        options.put("challenge", challenge);
        options.put("rp", Map.of("id", issuer.getHost(), "name", "Legato"));
        options.put(
                "user",
                Map.of(
                        "id",
                        base64(account.id().getBytes(StandardCharsets.US_ASCII)),
                        "name",
                        email,
                        "displayName",
                        account.name()));
        options.put(
                "pubKeyCredParams",
                ALGORITHMS.stream()
                        .map(algorithm -> Map.of(
                                "type", "public-key", "alg", algorithm.getAlg().getValue()))
                        .toList());
        options.put("excludeCredentials", descriptors(account.id()));
        options.put("authenticatorSelection", Map.of("residentKey", "preferred", "userVerification", "preferred"));
        options.put("attestation", "none");
        options.put("timeout", CHALLENGE_LIFE.toMillis());
        return new Ceremony(challenge, text(options));
    }

    /** Adds the passkey that a browser has made; false if it is not what was asked for. */
    boolean register(Account account, String challenge, String response, String name) {
        if (!isPending(
                challenge,
                grant -> account.id().equals(grant.account()) && grant.data().equals("register"))) {
            return false;
        }
        try {
            RegistrationData data = manager.verifyRegistrationResponseJSON(
                    response, new RegistrationParameters(server(challenge), ALGORITHMS, false, true));
            var authenticator = data.getAttestationObject().getAuthenticatorData();
            AttestedCredentialData credential = authenticator.getAttestedCredentialData();
            return credential != null
                    && store.add(
                                    credential.getCredentialId(),
                                    account.id(),
                                    name,
                                    converter.convert(credential),
                                    authenticator.getSignCount())
                            .await();
        } catch (DataConversionException | VerificationException | IllegalArgumentException e) {
            LOG.info("a passkey was refused: {}", e.getClass().getSimpleName());
            return false;
        }
    }

    /**
     * Begins a sign-in.
     *
     * @param account whose passkeys will do; empty for whoever has one that the browser finds by itself
     */
    Ceremony beginSignIn(Optional<String> account) {
        String challenge = challenges.create(account);
        Map<String, Object> options = new LinkedHashMap<>();
        options.put("challenge", challenge);
        options.put("rpId", issuer.getHost());
        options.put("allowCredentials", account.map(this::descriptors).orElse(List.of()));
        options.put("userVerification", account.isPresent() ? "preferred" : "required");
        options.put("timeout", SignInChallenges.LIFE.toMillis());
        return new Ceremony(challenge, text(options));
    }

    /**
     * Verifies a browser's answer.
     *
     * @param account who it must be; empty for a sign-in without a password, for which the authenticator must have verified
     *     its user
     * @return the id of the account whose passkey signed; empty if it is not right
     */
    Optional<String> verify(Optional<String> account, String challenge, String response) {
        if (!challenges.isPending(account, challenge)) {
            return Optional.empty();
        }
        try {
            AuthenticationData data = manager.parseAuthenticationResponseJSON(response);
            Optional<Passkey> passkey = store.find(data.getCredentialId())
                    .await()
                    .filter(found -> account.isEmpty() || account.get().equals(found.account()));
            if (passkey.isEmpty()) {
                return Optional.empty();
            }
            AuthenticationData verified = manager.verify(
                    data,
                    new AuthenticationParameters(
                            server(challenge), record(passkey.get()), null, account.isEmpty(), true));
            AuthenticatorData<?> authenticator = verified.getAuthenticatorData();
            return authenticator != null
                            && challenges.spend(challenge)
                            && store.used(passkey.get(), authenticator.getSignCount())
                                    .await()
                    ? Optional.of(passkey.get().account())
                    : Optional.empty();
        } catch (DataConversionException | VerificationException | IllegalArgumentException e) {
            LOG.info("a passkey's signature was refused: {}", e.getClass().getSimpleName());
            return Optional.empty();
        }
    }

    private boolean isPending(String challenge, Predicate<Grant> fits) {
        return tokens.take(Purpose.PASSKEY, challenge).await().filter(fits).isPresent();
    }

    private CredentialRecord record(Passkey passkey) {
        return new CredentialRecordImpl(
                new NoneAttestationStatement(),
                null,
                null,
                null,
                passkey.counter(),
                converter.convert(passkey.data()),
                null,
                null,
                null,
                null);
    }

    private ServerProperty server(String challenge) {
        int port = issuer.getPort();
        String origin = issuer.getScheme() + "://" + issuer.getHost() + (port < 0 ? "" : ":" + port);
        return ServerProperty.builder()
                .origin(new Origin(origin))
                .rpId(issuer.getHost())
                .challenge(new DefaultChallenge(Base64.getUrlDecoder().decode(challenge)))
                .build();
    }

    private List<Map<String, String>> descriptors(String account) {
        return store.list(account).await().stream()
                .map(passkey -> Map.of("type", "public-key", "id", passkey.key()))
                .toList();
    }

    private static PublicKeyCredentialParameters parameters(COSEAlgorithmIdentifier algorithm) {
        return new PublicKeyCredentialParameters(PublicKeyCredentialType.PUBLIC_KEY, algorithm);
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static String text(Map<String, Object> options) {
        return new String(Json.write(options), StandardCharsets.UTF_8);
    }
}
