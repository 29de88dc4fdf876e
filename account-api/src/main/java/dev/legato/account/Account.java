package dev.legato.account;

import dev.legato.contracts.ContentId;
import dev.legato.contracts.Scopes;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A listener.
 *
 * @param id 26 characters of the form of {@link ContentId}
 * @param email null for a guest
 */
record Account(String id, @Nullable EmailAddress email, String name) {
    private static final int ID_BYTES = 17;

    static String newId(RandomGenerator random) {
        byte[] bits = new byte[ID_BYTES];
        random.nextBytes(bits);
        return ContentId.of(bits);
    }

    boolean guest() {
        return email == null;
    }

    /** What its access tokens allow. */
    List<String> scopes() {
        return guest() ? List.of(Scopes.LISTEN) : List.of(Scopes.LISTEN, Scopes.LIBRARY);
    }
}
