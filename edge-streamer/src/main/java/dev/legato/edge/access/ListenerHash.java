package dev.legato.edge.access;

import dev.legato.contracts.SignedPath;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Makes pseudonyms of listeners: the first 64 bits of an HMAC-SHA256. They show which requests come from the same
 * listener but not who it is. Edges with the same secret make the same pseudonyms.
 */
public final class ListenerHash {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int BYTES = 8;
    private static final byte[] NO_SECRET = {0};

    private final byte[] secret;

    /**
     * Hashes with the secret of signed links whose key id comes first.
     *
     * @param secrets by key id; none where links are not signed and there is no listener to hide
     */
    public static ListenerHash of(Map<String, byte[]> secrets) {
        return new ListenerHash(secrets.keySet().stream()
                .min(String::compareTo)
                .map(secrets::get)
                .orElse(NO_SECRET));
    }

    /** @param secret any bytes, at least one */
    public ListenerHash(byte[] secret) {
        this.secret = secret.clone();
    }

    /** Makes a listener's pseudonym; null for a link for anyone. */
    @Nullable
    String of(String listener) {
        if (listener.equals(SignedPath.ANYONE)) {
            return null;
        }
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret, ALGORITHM));
            byte[] hash = mac.doFinal(("access-log " + listener).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(Arrays.copyOf(hash, BYTES));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }
}
