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
 * The keys that seal session tickets (RFC 5077, RFC 8446 §4.6.1): a fresh one seals, the ones before it still open. Whoever
 * gets hold of a key can read the sessions it sealed, so none lives long.
 */
final class TicketKeys {
    private static final int KEPT = 3;

    private final SecureRandom random = new SecureRandom();
    private final Deque<OpenSslSessionTicketKey> keys = new ArrayDeque<>();
    private final Set<OpenSslSessionContext> users = Collections.newSetFromMap(new WeakHashMap<>());

    TicketKeys() {
        keys.push(newKey());
    }

    /** Has a new key seal from now on, and forgets the oldest. */
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

    /** Gives a context these keys and those that come. */
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
