package dev.legato.account.sso;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import dev.legato.account.sso.SsoException.Reason;
import java.net.URI;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a provider published of itself.
 *
 * @param keys that it signs with
 * @param algorithms that it signs ID tokens with; only those whose keys are public
 */
record Discovered(OIDCProviderMetadata metadata, JWKSet keys, Set<JWSAlgorithm> algorithms, Instant fetchedAt) {
    /** Without {@code none}, and without HMAC, whose key would be the client's secret. */
    private static final Set<JWSAlgorithm> ASYMMETRIC = Set.of(
            JWSAlgorithm.RS256,
            JWSAlgorithm.RS384,
            JWSAlgorithm.RS512,
            JWSAlgorithm.PS256,
            JWSAlgorithm.PS384,
            JWSAlgorithm.PS512,
            JWSAlgorithm.ES256,
            JWSAlgorithm.ES384,
            JWSAlgorithm.ES512);

    Discovered {
        algorithms = Set.copyOf(algorithms);
    }

    /** Reads a discovery document, OpenID Connect Discovery §3 and §4.3. */
    static OIDCProviderMetadata parse(String document, URI issuer) {
        OIDCProviderMetadata metadata;
        try {
            metadata = OIDCProviderMetadata.parse(document);
        } catch (ParseException e) {
            throw new SsoException(Reason.FAILED, "discovery: " + e.getMessage(), e);
        }
        if (!metadata.getIssuer().getValue().equals(issuer.toString())) {
            throw new SsoException(
                    Reason.FAILED,
                    "discovery: issuer '%s' (expected: '%s', as in the settings)"
                            .formatted(metadata.getIssuer(), issuer));
        }
        URI authorize = metadata.getAuthorizationEndpointURI();
        URI token = metadata.getTokenEndpointURI();
        if (authorize == null || token == null) {
            throw new SsoException(Reason.FAILED, "discovery: an endpoint is missing (expected: authorization, token)");
        }
        Stream.of(authorize, token, metadata.getJWKSetURI(), metadata.getUserInfoEndpointURI())
                .filter(Objects::nonNull)
                .filter(uri -> !Provider.isProtected(uri))
                .findFirst()
                .ifPresent(uri -> {
                    throw new SsoException(Reason.FAILED, "discovery: '%s' (expected: https)".formatted(uri));
                });
        return metadata;
    }

    static Discovered of(OIDCProviderMetadata metadata, String keys, Instant fetchedAt) {
        Set<JWSAlgorithm> algorithms =
                new HashSet<>(Objects.requireNonNullElse(metadata.getIDTokenJWSAlgs(), List.of(JWSAlgorithm.RS256)));
        algorithms.retainAll(ASYMMETRIC);
        if (algorithms.isEmpty()) {
            throw new SsoException(Reason.FAILED, "discovery: ID tokens are signed by none of " + ASYMMETRIC);
        }
        try {
            return new Discovered(metadata, JWKSet.parse(keys), algorithms, fetchedAt);
        } catch (java.text.ParseException e) {
            throw new SsoException(Reason.FAILED, "key set: " + e.getMessage(), e);
        }
    }
}
