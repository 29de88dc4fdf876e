package dev.legato.runtime.auth;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import java.security.Provider;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which Java security provider signs and verifies ES256: Amazon's, which calls AWS-LC, where its library runs; otherwise the
 * JDK's own, which takes ten times as long (docs/adr/0081). It is named at each use and never installed for the whole
 * process.
 */
public final class SignatureProvider {
    private static final Logger LOG = LoggerFactory.getLogger(SignatureProvider.class);
    private static final Optional<Provider> FASTEST = load();

    private SignatureProvider() {}

    /** The fastest provider that works here; empty for the JDK's own. */
    public static Optional<Provider> fastest() {
        return FASTEST;
    }

    private static Optional<Provider> load() {
        try {
            AmazonCorrettoCryptoProvider provider = AmazonCorrettoCryptoProvider.INSTANCE;
            provider.assertHealthy();
            return Optional.of(provider);
        } catch (RuntimeException | LinkageError e) {
            LOG.info("signatures are verified by the JDK, since AWS-LC does not run here: {}", e.toString());
            return Optional.empty();
        }
    }
}
