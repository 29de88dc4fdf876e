package dev.legato.account.oauth.consent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.legato.account.page.Texts;
import dev.legato.contracts.Scopes;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ScopeTextsTest {
    @Test
    void texts_ofEveryScope_areThoseOfTheOneListAndTranslated() {
        Scopes.SENTENCES.forEach((scope, sentence) -> {
            assertEquals(sentence, Texts.in(Optional.of("en")).of("scope." + scope));
            assertNotEquals(sentence, Texts.in(Optional.of("de")).of("scope." + scope));
        });
    }
}
