package dev.legato.account.oauth.client;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.nimbusds.oauth2.sdk.GrantType;
import com.nimbusds.oauth2.sdk.OAuth2Error;
import dev.legato.account.oauth.message.OAuthException;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class ClientsTest {
    @Test
    void require_clientCredentials_needsASecret() {
        assertDoesNotThrow(() -> Clients.require(client(Optional.of("00".repeat(32))), GrantType.CLIENT_CREDENTIALS));
        assertDoesNotThrow(() -> Clients.require(client(Optional.empty()), GrantType.REFRESH_TOKEN));
        OAuthException refused = assertThrows(
                OAuthException.class, () -> Clients.require(client(Optional.empty()), GrantType.CLIENT_CREDENTIALS));
        assertEquals(OAuth2Error.UNAUTHORIZED_CLIENT, refused.error());
    }

    private static OAuthClient client(Optional<String> secretHash) {
        return new OAuthClient(
                "player",
                "Player",
                secretHash,
                Set.of(),
                Set.of(),
                Set.of("streaming"),
                Set.of(GrantType.CLIENT_CREDENTIALS, GrantType.REFRESH_TOKEN),
                false);
    }
}
