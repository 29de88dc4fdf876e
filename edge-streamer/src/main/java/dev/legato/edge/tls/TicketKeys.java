package dev.legato.edge.tls;

import io.netty.handler.ssl.OpenSslSessionContext;
import io.netty.handler.ssl.OpenSslSessionTicketKey;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.Set;
import java.util.WeakHashMap;

/**
 * The keys that seal session tickets (RFC 5077, RFC 8446 §4.6.1): the newest one seals, earlier ones still open.
 * Whoever obtains a key can read the sessions that it sealed, so none is kept for long.
 */
final class TicketKeys {
    private static final int KEPT = 3;

    private final SecureRandom random = new SecureRandom();
    private final Deque<OpenSslSessionTicketKey> keys = new ArrayDeque<>();
    private final Set<OpenSslSessionContext> users = Collections.newSetFromMap(new WeakHashMap<>());

    TicketKeys() {
        keys.push(newKey());
    }

    /** Makes a new key, which seals from now on, and drops the oldest. */
    synchronized void rotate() {
        keys.push(newKey());
        if (keys.size() > KEPT) {
            var _ = keys.removeLast();
        }
        users.forEach(this::install);
    }

    /** How many keys open tickets now. */
    synchronized int count() {
        return keys.size();
    }

    /** Installs these keys and all later ones in a context. */
    synchronized void use(OpenSslSessionContext context) {
        users.add(context);
        install(context);
    }

    private void install(OpenSslSessionContext context) {
        context.setTicketKeys(keys.toArray(OpenSslSessionTicketKey[]::new));
    }

    private OpenSslSessionTicketKey newKey() {
        return new OpenSslSessionTicketKey(
                bytes(OpenSslSessionTicketKey.NAME_SIZE),
                bytes(OpenSslSessionTicketKey.HMAC_KEY_SIZE),
                bytes(OpenSslSessionTicketKey.AES_KEY_SIZE));
    }

    private byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }
}
