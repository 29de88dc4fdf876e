package dev.legato.account.oauth.grant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class UserCodeTest {
    @Test
    void create_many_areShownInTwoGroupsAndParsedAgain() {
        Random random = new Random(4711);
        for (int i = 0; i < 1_000; i++) {
            UserCode code = UserCode.create(random);
            assertTrue(code.shown().matches("[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}"), code.value());
            assertEquals(Optional.of(code), UserCode.parse(code.shown()));
            assertFalse(code.toString().contains(code.value()));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"BCDFGHJK", "bcdf-ghjk", " bcdf ghjk ", "BCDF–GHJK", "b c d f g h j k"})
    void parse_typedInAnyWay_isTheCode(String typed) {
        assertEquals(Optional.of(new UserCode("BCDFGHJK")), UserCode.parse(typed));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "BCDFGHJ", "BCDFGHJKL", "ACDFGHJK", "BCDFGHJ1", "BCDF_GHJK", "BCDFGHJK\0"})
    void parse_noCode_isEmpty(String typed) {
        assertTrue(UserCode.parse(typed).isEmpty());
        assertTrue(UserCode.parse("-".repeat(40) + "BCDFGHJK").isEmpty());
    }
}
