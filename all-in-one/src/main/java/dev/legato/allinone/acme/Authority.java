package dev.legato.allinone.acme;

import dev.legato.runtime.tls.ClientTls;
import java.net.http.HttpClient;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import org.shredzone.acme4j.Account;
import org.shredzone.acme4j.AccountBuilder;
import org.shredzone.acme4j.Authorization;
import org.shredzone.acme4j.Order;
import org.shredzone.acme4j.Problem;
import org.shredzone.acme4j.Session;
import org.shredzone.acme4j.Status;
import org.shredzone.acme4j.challenge.Http01Challenge;
import org.shredzone.acme4j.connector.NetworkSettings;
import org.shredzone.acme4j.exception.AcmeException;
import org.shredzone.acme4j.provider.GenericAcmeProvider;
import org.shredzone.acme4j.util.KeyPairUtils;

/** An ACME authority, asked for certificates (RFC 8555 §7.4). Blocks its thread; each wait is bounded. */
final class Authority {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration CONNECT = Duration.ofSeconds(20);
    private static final String CURVE = "secp256r1";

    private final AcmeSettings settings;
    private final KeyPair accountKey;
    private final ChallengeServer challenges;

    /** A certificate with the chain above it, and its key. */
    record Issued(KeyPair key, List<X509Certificate> chain) {
        Issued {
            chain = List.copyOf(chain);
        }
    }

    /** @param accountKey of this installation's account, which is made with the first order */
    Authority(AcmeSettings settings, KeyPair accountKey, ChallengeServer challenges) {
        this.settings = settings;
        this.accountKey = accountKey;
        this.challenges = challenges;
    }

    /** A key on P-256, for an account or for a certificate. */
    static KeyPair newKey() {
        return KeyPairUtils.createECKeyPair(CURVE);
    }

    /**
     * Orders a certificate, with a new key.
     *
     * @param host the only name it is for
     * @throws AcmeException if the authority refuses, or cannot be reached
     */
    Issued order(String host) throws AcmeException, InterruptedException {
        Session session = new Session(settings.directory(), new Trusting(settings.tls()));
        AccountBuilder builder = new AccountBuilder().agreeToTermsOfService().useKeyPair(accountKey);
        settings.email().ifPresent(builder::addEmail);
        Account account = builder.create(session);
        Order order = account.newOrder().domain(host).create();
        for (Authorization authorization : order.getAuthorizations()) {
            if (authorization.getStatus() != Status.VALID) {
                prove(authorization);
            }
        }
        require(order.waitUntilReady(PATIENCE), Status.READY, order);
        KeyPair key = newKey();
        order.execute(key);
        require(order.waitForCompletion(PATIENCE), Status.VALID, order);
        return new Issued(key, order.getCertificate().getCertificateChain());
    }

    private void prove(Authorization authorization) throws AcmeException, InterruptedException {
        Http01Challenge challenge = authorization
                .findChallenge(Http01Challenge.class)
                .orElseThrow(() -> new AcmeException("the authority offers no challenge by HTTP"));
        challenges.offer(challenge.getToken(), challenge.getAuthorization());
        try {
            challenge.trigger();
            if (challenge.waitForCompletion(PATIENCE) != Status.VALID) {
                throw new AcmeException(
                        challenge.getError().map(Problem::toString).orElse("the challenge was not answered in time"));
            }
        } finally {
            challenges.withdraw(challenge.getToken());
        }
    }

    private static void require(Status status, Status expected, Order order) throws AcmeException {
        if (status != expected && status != Status.VALID) {
            throw new AcmeException(order.getError()
                    .map(Problem::toString)
                    .orElse("the order is %s (expected: %s)".formatted(status, expected)));
        }
    }

    /** Any authority, its server trusted as the settings say. */
    private static final class Trusting extends GenericAcmeProvider {
        private final ClientTls tls;

        Trusting(ClientTls tls) {
            this.tls = tls;
        }

        @Override
        public HttpClient createHttpClient(NetworkSettings network) {
            return HttpClient.newBuilder()
                    .connectTimeout(CONNECT)
                    .followRedirects(HttpClient.Redirect.NORMAL)
                    .sslContext(tls.context())
                    .build();
        }
    }
}
