package dev.legato.bench.accounts;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import dev.legato.contracts.Revocation;
import dev.legato.runtime.auth.Issuer;
import dev.legato.runtime.auth.SignatureProvider;
import dev.legato.runtime.auth.TokenSettings;
import dev.legato.runtime.auth.TokenVerifier;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.security.Provider;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * What one verification of an access token costs, in processor time of the thread that does it. Each figure is the median of
 * rounds, after rounds that only warm up.
 */
public final class Verification {
    private static final int TOKENS = 500;
    private static final int AGAIN = 200;

    private final Clock clock;
    private final int rounds;
    private final ECKey key;
    private final List<JWSObject> tokens = new ArrayList<>();

    /**
     * A figure.
     *
     * @param micros of processor time, for one verification or signature
     */
    public record Figure(String what, double micros) {
        /** A line of the report. */
        @Override
        public String toString() {
            return "%-62s %8.2f µs %,12.0f per second and core".formatted(what, micros, 1e6 / micros);
        }
    }

    @FunctionalInterface
    private interface Step {
        void run() throws JOSEException, TimeoutException;
    }

    /**
     * Signs the tokens that are then verified.
     *
     * @param rounds that count, after as many that warm up
     */
    public Verification(Clock clock, int rounds) throws JOSEException {
        this.clock = clock;
        this.rounds = rounds;
        this.key = new ECKeyGenerator(Curve.P_256)
                .keyID("bench")
                .algorithm(JWSAlgorithm.ES256)
                .generate();
        for (int i = 0; i < TOKENS; i++) {
            tokens.add(token(i));
        }
    }

    /** Measures each way to verify; blocks for about half a minute. */
    public List<Figure> run() throws JOSEException, TimeoutException {
        List<Figure> figures = new ArrayList<>();
        figures.add(new Figure("a token signed, " + name(), sign()));
        figures.add(new Figure("a signature verified, the JDK's own provider", signature(null)));
        if (SignatureProvider.fastest().isPresent()) {
            Provider fastest = SignatureProvider.fastest().get();
            figures.add(new Figure("a signature verified, " + fastest.getName(), signature(fastest)));
        }
        Vertx vertx = Vertx.vertx();
        try {
            figures.add(new Figure("a token verified by a service for the first time", first(vertx)));
            figures.add(new Figure("the same token again", again(vertx)));
        } finally {
            var _ = vertx.close().await(10, TimeUnit.SECONDS);
        }
        return figures;
    }

    private double sign() throws JOSEException, TimeoutException {
        ECDSASigner signer = new ECDSASigner(key);
        SignatureProvider.fastest().ifPresent(signer.getJCAContext()::setProvider);
        return median(TOKENS, () -> {
            for (JWSObject token : tokens) {
                new JWSObject(token.getHeader(), token.getPayload()).sign(signer);
            }
        });
    }

    private double signature(@Nullable Provider provider) throws JOSEException, TimeoutException {
        ECDSAVerifier verifier = new ECDSAVerifier(key.toECPublicKey());
        if (provider != null) {
            verifier.getJCAContext().setProvider(provider);
        }
        return median(TOKENS, () -> {
            for (JWSObject token : tokens) {
                if (!token.verify(verifier)) {
                    throw new IllegalStateException("a good signature is refused");
                }
            }
        });
    }

    /** Each round has a verifier that knows none of the tokens. */
    private double first(Vertx vertx) throws JOSEException, TimeoutException {
        List<String> bearers = bearers();
        double[] micros = new double[2 * rounds];
        for (int round = 0; round < micros.length; round++) {
            TokenVerifier verifier = verifier(vertx);
            verifier.check().await(10, TimeUnit.SECONDS);
            long start = cpuNanos();
            for (String bearer : bearers) {
                requireVerified(verifier.verify(bearer));
            }
            micros[round] = (cpuNanos() - start) / 1e3 / TOKENS;
            verifier.close().await(10, TimeUnit.SECONDS);
        }
        return median(micros);
    }

    private double again(Vertx vertx) throws JOSEException, TimeoutException {
        TokenVerifier verifier = verifier(vertx);
        verifier.check().await(10, TimeUnit.SECONDS);
        List<String> bearers = bearers();
        double micros = median(TOKENS * AGAIN, () -> {
            for (int i = 0; i < AGAIN; i++) {
                for (String bearer : bearers) {
                    requireVerified(verifier.verify(bearer));
                }
            }
        });
        verifier.close().await(10, TimeUnit.SECONDS);
        return micros;
    }

    private static void requireVerified(Future<?> caller) {
        if (!caller.succeeded()) {
            throw new IllegalStateException("a good token is refused or waited for");
        }
    }

    private List<String> bearers() {
        return tokens.stream().map(token -> "Bearer " + token.serialize()).toList();
    }

    private TokenVerifier verifier(Vertx vertx) {
        String keySet = new JWKSet(key.toPublicJWK()).toString();
        Issuer issuer = new Issuer() {
            @Override
            public Future<String> keySet() {
                return Future.succeededFuture(keySet);
            }

            @Override
            public Future<Revocation.Page> revocations(String after) {
                return Future.succeededFuture(new Revocation.Page(List.of(), "0.0", null, Set.of()));
            }
        };
        URI here = URI.create("http://localhost:8080");
        return TokenVerifier.of(vertx, new TokenSettings(here, "legato", here, null), clock, issuer);
    }

    private JWSObject token(int number) throws JOSEException {
        long now = clock.instant().getEpochSecond();
        Map<String, Object> claims = Map.of(
                "iss", "http://localhost:8080",
                "aud", "legato",
                "sub", "3w5a0h7k9m2n4p6q8r0s1t2v3w",
                "client_id", "legato",
                "sid", "4w5a0h7k9m2n4p6q8r0s1t2v3w",
                "jti", "bench-" + number,
                "iat", now,
                "exp", now + 3_600,
                "scope", "streaming user-read-private user-top-read playlist-read-private playlist-modify-private");
        JWSObject token = new JWSObject(
                new JWSHeader.Builder(JWSAlgorithm.ES256)
                        .type(new JOSEObjectType("at+jwt"))
                        .keyID("bench")
                        .build(),
                new Payload(claims));
        token.sign(new ECDSASigner(key));
        return token;
    }

    private double median(int operations, Step step) throws JOSEException, TimeoutException {
        double[] micros = new double[2 * rounds];
        for (int round = 0; round < micros.length; round++) {
            long start = cpuNanos();
            step.run();
            micros[round] = (cpuNanos() - start) / 1e3 / operations;
        }
        return median(micros);
    }

    private double median(double[] micros) {
        double[] measured = Arrays.copyOfRange(micros, rounds, micros.length);
        Arrays.sort(measured);
        return measured[measured.length / 2];
    }

    private static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static String name() {
        return SignatureProvider.fastest().map(Provider::getName).orElse("the JDK's own provider");
    }
}
