package dev.legato.metadata.catalogue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SortNameTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
                    T.N.T.            | tnt
                    T N T             | tnt
                    The Beatles       | beatles
                    The The           | the
                    The               | the
                    AC/DC             | ac dc
                    Jay-Z             | jay z
                    Beyoncé           | beyonce
                    Guns N' Roses     | guns n roses
                    Rock'n'Roll       | rocknroll
                    O’Connor          | oconnor
                    Ke$ha             | kesha
                    P!nk              | pink
                    Wham!             | wham
                    Simon & Garfunkel | simon and garfunkel
                    Vol.2             | vol 2
                    Ágætis byrjun     | agaetis byrjun
                    Mötley Crüe       | motley crue
                    Łódź STRASSE ß    | lodz strasse ss
                    İstanbul          | istanbul
                    ΣΟΦΟΣ             | σοφοσ
                    千本桜            | 千 本 桜
                    ﾄﾄﾛ               | ト ト ロ
                    방탄 소년단       | 방탄 소년단
                    !!!               | !!!
                    Foo™              | foo
                    """)
    void of_foldsNames(String name, String sortName) {
        assertEquals(sortName, SortName.of(name));
    }

    @Test
    void of_folded_isTheSameAgain() {
        for (String name : List.of("Beyoncé", "T.N.T.", "千本桜", "Guns N' Roses", "Ágætis byrjun", "방탄 소년단")) {
            String once = SortName.of(name);
            assertEquals(once, SortName.of(once));
        }
    }

    @Test
    void of_anything_isBoundedAndFoldsTheSameAgain() {
        Random random = new Random(7);
        for (int round = 0; round < 2_000; round++) {
            StringBuilder name = new StringBuilder();
            random.ints(random.nextInt(1, 500), 1, 0x2fa20)
                    .filter(c -> c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE)
                    .forEach(name::appendCodePoint);
            String sortName = SortName.of(name.toString());
            assertTrue(sortName.length() <= 120);
            assertEquals(sortName, SortName.of(name.toString()));
        }
    }
}
