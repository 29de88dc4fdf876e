package dev.legato.account.oauth.client;

import com.nimbusds.oauth2.sdk.GrantType;
import dev.legato.account.session.Grant;
import dev.legato.contracts.Scopes;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The clients that belong to this system and need no registration. */
public final class BuiltInClients {
    /** The web player's id. */
    public static final String WEB = Grant.WEB_PLAYER;

    /** The command line's id. */
    public static final String COMMAND_LINE = "legato-cli";

    private BuiltInClients() {}

    /**
     * Both clients, which are public.
     *
     * @param issuer where the web player stands
     */
    static List<OAuthClient> of(URI issuer) {
        return List.of(
                webPlayer(Set.of(issuer)),
                new OAuthClient(
                        COMMAND_LINE,
                        "Legato command line",
                        Optional.empty(),
                        Set.of(URI.create("http://127.0.0.1/callback"), URI.create("http://[::1]/callback")),
                        Set.of(),
                        Scopes.LISTENER,
                        Set.of(GrantType.AUTHORIZATION_CODE, GrantType.REFRESH_TOKEN, GrantType.DEVICE_CODE),
                        // Anyone may run a program of this id, so its listener is asked (RFC 8252 §8.6).
                        false));
    }

    /**
     * The web player.
     *
     * @param origins where it stands
     */
    static OAuthClient webPlayer(Set<URI> origins) {
        Set<URI> pages = origins.stream()
                .flatMap(origin -> Stream.of(origin.resolve("/"), origin.resolve("/signed-in")))
                .collect(Collectors.toUnmodifiableSet());
        return new OAuthClient(
                WEB,
                "Legato",
                Optional.empty(),
                pages,
                pages,
                Scopes.SENTENCES.keySet(),
                Set.of(GrantType.AUTHORIZATION_CODE, GrantType.REFRESH_TOKEN),
                true);
    }
}
