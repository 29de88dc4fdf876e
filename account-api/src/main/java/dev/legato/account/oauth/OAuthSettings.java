package dev.legato.account.oauth;

import dev.legato.account.oauth.client.OAuthClient;
import dev.legato.runtime.links.EdgeOrigins;
import dev.legato.runtime.settings.Settings;
import java.util.List;

/**
 * Which OAuth clients there are beside those of the table.
 *
 * @param clients {@code account.clients}, programs that act for themselves, see {@link OAuthClient#parse}
 * @param registration {@code account.clientRegistration}, whether clients may register themselves (RFC 7591)
 * @param hosts {@code links.hosts}, the names beside the issuer's under which the web player may stand
 */
public record OAuthSettings(List<OAuthClient> clients, boolean registration, EdgeOrigins hosts) {
    public OAuthSettings {
        clients = List.copyOf(clients);
    }

    public static OAuthSettings from(Settings settings) {
        return new OAuthSettings(
                settings.list("account.clients", List.of()).stream()
                        .map(OAuthClient::parse)
                        .toList(),
                settings.flag("account.clientRegistration", false),
                EdgeOrigins.from(settings));
    }
}
