package dev.legato.search.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SearchTextTest {
    @ParameterizedTest
    @CsvSource({
        "T.N.T.,tnt",
        "Beyoncé,beyonce",
        "Straße,strasse",
        "Æther Øst,aether ost",
        "Þeyr,theyr",
        "Ke$ha,kesha",
        "P!nk,pink",
        "Guns N’ Roses,guns n roses",
        "don't,dont",
        "Ｐｅｒｆｕｍｅ,perfume",
        "Low (feat. T-Pain),low t pain",
        "!!!,!!!",
        "+/-,+/-",
        "Simon & Garfunkel,simon and garfunkel",
        "ロビン,ろ び ん",
        "鄧麗君,邓 丽 君",
        "עִבְרִית,עברית",
        "İstanbul,istanbul"
    })
    void of_name_foldsWords(String name, String words) {
        assertEquals(
                List.of(words.split(" ")),
                SearchText.of(name).words().stream().map(Word::text).toList());
    }

    @ParameterizedTest
    @CsvSource({
        "AC/DC,acdc",
        "The Beatles,beatles",
        "The The,thethe",
        "a-ha,aha",
        "Low (feat. T-Pain),low",
        "Symphony No. 5,symphony5",
        "Symphony V,symphony5",
        "Simon & Garfunkel,simongarfunkel",
        "Кино,kino",
        "月亮,yueliang",
        "さくら,sakura",
        "とうきょう,tokyo",
        "桜坂,さくらざか",
        "아이유,aiyu"
    })
    void of_name_hasKey(String name, String key) {
        assertTrue(SearchText.of(name).keys().contains(key), () -> SearchText.of(name)
                .toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "™", "´", "'", "\u200b", "\t\n"})
    void of_signsThatSayNothing_hasNoWords(String name) {
        assertEquals(List.of(), SearchText.of(name).words());
        assertEquals(List.of(), SearchText.of(name).keys());
    }

    @Test
    void of_words_haveTheirPlacesInTheWrittenName() {
        SearchText text = SearchText.of("  Für  Elise ");

        assertEquals("Für Elise", text.written());
        Word elise = text.words().getLast();
        assertEquals("Elise", text.written().substring(elise.start(), elise.end()));
    }

    /** Whatever a name is made of, its tokens are bounded and may be parted by blanks. */
    @Test
    void of_anything_isBoundedAndWithoutBlanks() {
        Random random = new Random(1);
        for (int i = 0; i < 2_000; i++) {
            StringBuilder name = new StringBuilder();
            int length = random.nextInt(700);
            int script = random.nextInt(0x3000);
            for (int j = 0; j < length; j++) {
                name.append((char) (random.nextInt(4) == 0 ? random.nextInt(0x10000) : script + random.nextInt(200)));
            }
            SearchText text = SearchText.of(name.toString());

            assertTrue(text.words().size() <= SearchText.MAX_WORDS);
            assertTrue(text.keys().size() <= SearchText.MAX_KEYS);
            text.words().forEach(word -> assertPlain(word.text()));
            text.words().forEach(word -> word.variants().forEach(SearchTextTest::assertPlain));
            text.joins().forEach(SearchTextTest::assertPlain);
            text.keys().forEach(SearchTextTest::assertPlain);
            assertEquals(text, SearchText.of(name.toString()));
        }
    }

    private static void assertPlain(String token) {
        assertTrue(
                !token.isEmpty() && token.length() <= 200 && token.chars().noneMatch(c -> c == ' ' || c == '\t'),
                token);
    }
}
