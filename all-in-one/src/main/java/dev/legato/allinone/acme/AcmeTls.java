package dev.legato.allinone.acme;

import dev.legato.allinone.acme.CertificateFiles.Validity;
import dev.legato.embedded.StartupException;
import java.io.IOException;
import java.nio.file.Path;
import java.security.Security;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.jspecify.annotations.Nullable;
import org.shredzone.acme4j.exception.AcmeException;
import org.shredzone.acme4j.exception.AcmeLazyLoadingException;
import org.shredzone.acme4j.exception.AcmeRateLimitedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A certificate for one name, kept in a folder: ordered when there is none, and anew when two thirds of its life are over. Whoever
 * serves by its files notices by itself that they have changed. A renewal that fails is tried again, and the certificate stays in
 * use meanwhile.
 */
public final class AcmeTls implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AcmeTls.class);

    /** A machine that was suspended notices that a renewal is due within this. */
    private static final Duration MAX_WAIT = Duration.ofHours(1);

    /** Between two orders, whatever became of the first and whatever the clock says: authorities count them. */
    private static final Duration MIN_WAIT = Duration.ofSeconds(30);

    private static final int STOP_SECONDS = 10;

    private final CertificateFiles files;
    private final String host;
    private final Clock clock;
    private final ChallengeServer challenges;
    private final Authority authority;
    private final ScheduledExecutorService renewing = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("acme").factory());

    private AcmeTls(CertificateFiles files, String host, Clock clock, ChallengeServer challenges, Authority authority) {
        this.files = files;
        this.host = host;
        this.clock = clock;
        this.challenges = challenges;
        this.authority = authority;
    }

    /**
     * Has a certificate for a name, ordered now if need be, and renews it until it is closed.
     *
     * @param folder where it is kept; only its owner may look into it
     * @param host the public DNS name
     * @param address at which challenges are answered
     * @param gateway the gateway's public URL without a path, to which the port of challenges sends everybody else
     * @throws StartupException if there is no valid certificate and none is given
     */
    public static AcmeTls open(
            Path folder, AcmeSettings settings, String host, String address, String gateway, Clock clock)
            throws InterruptedException {
        // acme4j asks for it by its name. At the end of the list nobody else gets it.
        int _ = Security.addProvider(new BouncyCastleProvider());
        CertificateFiles files = new CertificateFiles(folder, host);
        ChallengeServer challenges = ChallengeServer.listen(address, settings.port(), gateway);
        @Nullable AcmeTls opened = null;
        try {
            Authority authority = new Authority(settings, files.accountKey(), challenges);
            AcmeTls tls = new AcmeTls(files, host, clock, challenges, authority);
            tls.requireValid();
            opened = tls;
            return tls;
        } catch (IOException e) {
            throw new StartupException("The certificates in %s cannot be used: %s".formatted(folder, e), e);
        } finally {
            if (opened == null) {
                challenges.close();
            }
        }
    }

    /** The chain in PEM, the certificate first. */
    public Path certificate() {
        return files.certificate();
    }

    /** Its key, as PKCS #8 in PEM. */
    public Path key() {
        return files.key();
    }

    private void requireValid() throws IOException, InterruptedException {
        Optional<Validity> stored = files.validity();
        if (stored.isPresent() && stored.get().until().isAfter(clock.instant())) {
            schedule(untilDue());
            return;
        }
        Instant allowed = files.failures().notBefore();
        if (allowed.isAfter(clock.instant())) {
            throw new StartupException(
                    "No certificate for %s was issued lately, and the next order may follow at %s (expected: later, or remove %s once the reason is gone)"
                            .formatted(host, allowed, files.failuresFile()));
        }
        try {
            files.write(authority.order(host));
        } catch (AcmeException | AcmeLazyLoadingException e) {
            Instant _ = note(e);
            throw new StartupException(
                    "No certificate for %s was issued: %s (expected: the world reaches this machine by http://%1$s/, see tls.acme.port)"
                            .formatted(host, e.getMessage()),
                    e);
        }
        LOG.info("a certificate for {} was issued", host);
        schedule(untilDue());
    }

    private void schedule(Duration wait) {
        if (!renewing.isShutdown()) {
            var _ = renewing.schedule(this::renewIfDue, wait.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void renewIfDue() {
        Duration next = MIN_WAIT;
        try {
            Duration wait = untilDue();
            if (wait.isPositive()) {
                next = wait;
            } else {
                files.write(authority.order(host));
                LOG.info("the certificate for {} was renewed", host);
            }
        } catch (AcmeException | IOException | RuntimeException e) {
            next = retryAfter(e);
        } catch (InterruptedException _) {
            return; // closing
        }
        schedule(next);
    }

    private Duration retryAfter(Exception failure) {
        try {
            Instant next = note(failure);
            LOG.warn("the certificate for {} was not renewed; trying again at {}: {}", host, next, failure.toString());
            return atMost(Duration.between(clock.instant(), next));
        } catch (IOException e) {
            LOG.warn("the certificate for {} was not renewed: {}; {}", host, failure.toString(), e.toString());
            return MAX_WAIT;
        }
    }

    /** Notes an order that failed, for the next start as well; when the next may follow. */
    private Instant note(Exception failure) throws IOException {
        Instant now = clock.instant();
        Duration left = files.validity()
                .map(validity -> Duration.between(now, validity.until()))
                .orElse(Duration.ZERO);
        Failures failures = files.failures().and(now, left, saidBy(failure));
        files.write(failures);
        return failures.notBefore();
    }

    /** When the authority takes the next order, if it refused this one as one too many. */
    private static Optional<Instant> saidBy(@Nullable Throwable failure) {
        return switch (failure) {
            case null -> Optional.empty();
            case AcmeRateLimitedException limited -> limited.getRetryAfter();
            default -> saidBy(failure.getCause());
        };
    }

    /** How long no order is due: none before the renewal, none too soon after one that failed. */
    private Duration untilDue() throws IOException {
        Instant renewal = files.validity().map(Validity::renewal).orElse(Instant.EPOCH);
        Instant allowed = files.failures().notBefore();
        return atMost(Duration.between(clock.instant(), renewal.isAfter(allowed) ? renewal : allowed));
    }

    private static Duration atMost(Duration wait) {
        return wait.compareTo(MAX_WAIT) < 0 ? wait : MAX_WAIT;
    }

    @Override
    public void close() {
        renewing.shutdownNow();
        try {
            boolean _ = renewing.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        challenges.close();
    }
}
