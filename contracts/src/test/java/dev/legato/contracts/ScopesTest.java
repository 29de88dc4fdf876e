package dev.legato.contracts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ScopesTest {
    @Test
    void sentences_everyConstant_hasOne() {
        Set<String> constants = Arrays.stream(Scopes.class.getFields())
                .filter(field -> field.getType().equals(String.class))
                .map(ScopesTest::value)
                .collect(Collectors.toSet());
        assertEquals(constants, Scopes.SENTENCES.keySet());
        Scopes.SENTENCES.forEach((scope, sentence) -> {
            assertTrue(scope.matches("[a-z_-]+"), scope);
            assertTrue(sentence.matches("[A-Z].*\\."), sentence);
        });
    }

    @Test
    void sets_eachHasWhatTheOneBeforeHas() {
        assertTrue(Scopes.LISTENER.containsAll(Scopes.GUEST));
        assertTrue(Scopes.FIRST_PARTY.containsAll(Scopes.LISTENER));
        assertFalse(Scopes.LISTENER.contains(Scopes.ACCOUNT_MANAGE), "for our own player alone");
        assertFalse(Scopes.FIRST_PARTY.contains(Scopes.ADMIN), "for a role alone");
        assertFalse(Scopes.FIRST_PARTY.contains(Scopes.CATALOGUE_WRITE), "for a role alone");
        assertFalse(Scopes.GUEST.contains(Scopes.PLAYLIST_MODIFY_PRIVATE), "a guest keeps nothing");
    }

    private static String value(Field field) {
        try {
            return (String) field.get(null);
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }
}
