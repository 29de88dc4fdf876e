package dev.legato.metadata.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SearchTextTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
                    T.N.T.            | tnt              | tnt
                    T N T             | tnt              | tnt
                    The Beatles       | beatles          | the beatles
                    The The           | the              | the the
                    The               | the              | the
                    AC/DC             | ac dc            | ac dc acdc
                    Jay-Z             | jay z            | jay z jayz
                    Beyoncé           | beyonce          | beyonce
                    Guns N' Roses     | guns n roses     | guns n roses
                    Rock'n'Roll       | rocknroll        | rocknroll rock n roll
                    O’Connor          | oconnor          | oconnor o connor
                    Ke$ha             | kesha            | kesha
                    P!nk              | pink             | pink
                    Wham!             | wham             | wham
                    Simon & Garfunkel | simon and garfunkel | simon and garfunkel
                    Vol.2             | vol 2            | vol 2 vol2
                    Ágætis byrjun     | agaetis byrjun   | agaetis byrjun
                    Mötley Crüe       | motley crue      | motley crue
                    Łódź STRASSE ß    | lodz strasse ss  | lodz strasse ss
                    İstanbul          | istanbul         | istanbul
                    ΣΟΦΟΣ             | σοφοσ            | σοφοσ
                    千本桜            | 千 本 桜         | 千 本 桜
                    ﾄﾄﾛ               | ト ト ロ         | ト ト ロ
                    방탄 소년단       | 방탄 소년단      | 방탄 소년단
                    !!!               | !!!              | !!!
                    Foo™              | foo              | foo
                    """)
    void of_foldsNames(String name, String sortName, String text) {
        SearchText folded = SearchText.of(name);
        assertEquals(sortName, folded.sortName());
        assertEquals(" " + text, folded.text());
    }

    @Test
    void of_folded_isTheSameAgain() {
        for (String name : List.of("Beyoncé", "T.N.T.", "千本桜", "Guns N' Roses", "Ágætis byrjun", "방탄 소년단")) {
            String once = SearchText.of(name).sortName();
            assertEquals(once, SearchText.of(once).sortName());
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
            SearchText text = SearchText.of(name.toString());
            assertTrue(text.sortName().length() <= 120);
            assertTrue(text.text().length() <= 1_200);
            assertTrue(text.text().startsWith(" "));
            assertEquals(text, SearchText.of(name.toString()));
        }
    }
}
