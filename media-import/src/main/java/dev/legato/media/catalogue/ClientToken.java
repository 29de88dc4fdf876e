package dev.legato.media.catalogue;

import dev.legato.contracts.Scopes;
import dev.legato.runtime.client.ClientCredentials;
import dev.legato.runtime.tls.ClientTls;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Clock;
import java.util.function.Supplier;

/** The importer's access token. Asking throws {@link UncheckedIOException} if no token can be fetched. */
public final class ClientToken implements Supplier<String> {
    private final ClientCredentials credentials;

    /**
     * Tokens of one client.
     *
     * @param account account-api's base, such as {@code http://127.0.0.1:8101}
     */
    public ClientToken(URI account, String client, String secret, Clock clock) {
        this(account, client, secret, clock, ClientTls.DEFAULT);
    }

    /** The same with what it trusts and shows where account-api is at {@code https}. */
    public ClientToken(URI account, String client, String secret, Clock clock, ClientTls tls) {
        credentials = new ClientCredentials(account, client, secret, Scopes.CATALOGUE_WRITE, clock, tls);
    }

    @Override
    public String get() {
        return credentials.get();
    }
}
