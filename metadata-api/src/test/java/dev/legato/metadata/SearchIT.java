package dev.legato.metadata;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.legato.testing.Answer;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What people type, and what they should find first. */
final class SearchIT {
    private static final String CATALOGUE = """
            AC/DC | High Voltage | T.N.T.
            AC/DC | Back in Black | Back in Black
            Beyoncé | I Am... Sasha Fierce | Halo
            Beyoncé | Dangerously in Love | Crazy in Love
            Bethany Dillon | Imagination | Dreamer
            Queen | A Night at the Opera | Bohemian Rhapsody
            Queen | News of the World | We Will Rock You
            Queens of the Stone Age | Rated R | Feel Good Hit of the Summer
            ABBA | Arrival | Dancing Queen
            Johann Sebastian Bach | The Well-Tempered Clavier | Prelude in C major
            Johann Sebastian Bach | The Well-Tempered Clavier | Fugue in C major
            Claude Debussy | Préludes | La fille aux cheveux de lin
            Ludwig van Beethoven | Piano Sonatas | Für Elise
            The Beatles | Help! | Yesterday
            The Beatles | Let It Be | Let It Be
            Beatallica | Sgt. Hetfield | Leper Madonna
            Metallica | Master of Puppets | Battery
            Led Zeppelin | IV | Stairway to Heaven
            Guns N' Roses | Appetite for Destruction | Sweet Child o' Mine
            Sigur Rós | Ágætis byrjun | Svefn-g-englar
            Björk | Post | Army of Me
            Motörhead | Ace of Spades | Ace of Spades
            Ke$ha | Animal | TiK ToK
            P!nk | Funhouse | So What
            Miles Davis | Kind of Blue | So What
            黒うさP | 千本桜 | 千本桜
            久石譲 | となりのトトロ | 風のとおり道
            방탄소년단 | Wings | 피 땀 눈물
            Кино | Группа крови | Звезда по имени Солнце
            Simon & Garfunkel | Bookends | Mrs. Robinson
            a-ha | Hunting High and Low | Take On Me
            !!! | Louden Up Now | Me and Giuliani
            R.E.M. | Out of Time | Losing My Religion
            Pink Floyd | The Dark Side of the Moon | Time
            Love Songs | Love Songs | Love
            Love Songs | Love Songs | Love Me Do Not
            Love Songs | Love Songs | All You Need Is Love
            Love Songs | Love Songs | Lovely
            """;

    private static CatalogueUnderTest catalogue;

    @BeforeAll
    static void start() throws Exception {
        catalogue = new CatalogueUnderTest();
        CATALOGUE.lines().map(line -> line.split(" \\| ")).forEach(names -> {
            Answer answer = catalogue.put(Music.track(names[0], names[1], names[2]));
            assertEquals(201, answer.status(), answer.response().body());
        });
    }

    @AfterAll
    static void stop() {
        catalogue.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
                    tnt                    | track  | T.N.T.
                    t.n.t                  | track  | T.N.T.
                    T N T                  | track  | T.N.T.
                    ac/dc                  | artist | AC/DC
                    acdc                   | artist | AC/DC
                    ac dc                  | artist | AC/DC
                    beyonce                | artist | Beyoncé
                    BEYONCÉ                | artist | Beyoncé
                    beyonse                | artist | Beyoncé
                    beyo                   | artist | Beyoncé
                    beyonce halo           | track  | Halo
                    halo beyonce           | track  | Halo
                    crazy love             | track  | Crazy in Love
                    queen                  | artist | Queen
                    qeen                   | artist | Queen
                    dancing queen          | track  | Dancing Queen
                    bohemain rapsody       | track  | Bohemian Rhapsody
                    rhapsody queen         | track  | Bohemian Rhapsody
                    bach prelude           | track  | Prelude in C major
                    prelude bach           | track  | Prelude in C major
                    preludes               | album  | Préludes
                    fur elise              | track  | Für Elise
                    beetoven               | artist | Ludwig van Beethoven
                    beethoven elise        | track  | Für Elise
                    beatles                | artist | The Beatles
                    the beatles            | artist | The Beatles
                    the beat               | artist | Beatallica
                    metalica               | artist | Metallica
                    metallica              | artist | Metallica
                    led zepelin            | artist | Led Zeppelin
                    ledzeppelin            | artist | Led Zeppelin
                    stairway               | track  | Stairway to Heaven
                    guns n roses           | artist | Guns N' Roses
                    guns and roses         | artist | Guns N' Roses
                    sweet child of mine    | track  | Sweet Child o' Mine
                    sigur ros              | artist | Sigur Rós
                    agaetis                | album  | Ágætis byrjun
                    bjork                  | artist | Björk
                    motorhead              | artist | Motörhead
                    kesha tik tok          | track  | TiK ToK
                    pink                   | artist | P!nk
                    pink f                 | artist | Pink Floyd
                    so what                | track  | So What
                    so what miles          | track  | So What
                    千本桜                 | track  | 千本桜
                    本桜                   | track  | 千本桜
                    ﾄﾄﾛ                    | album  | となりのトトロ
                    久石                   | artist | 久石譲
                    방탄                   | artist | 방탄소년단
                    피 땀                  | track  | 피 땀 눈물
                    кино                   | artist | Кино
                    звезда                 | track  | Звезда по имени Солнце
                    звизда                 | track  | Звезда по имени Солнце
                    simon and garfunkel    | artist | Simon & Garfunkel
                    garfunkel              | artist | Simon & Garfunkel
                    mrs robinson           | track  | Mrs. Robinson
                    aha                    | artist | a-ha
                    !!!                    | artist | !!!
                    rem                    | artist | R.E.M.
                    losing my religon      | track  | Losing My Religion
                    dark side              | album  | The Dark Side of the Moon
                    moon dark              | album  | The Dark Side of the Moon
                    love                   | track  | Love
                    xyzzyplugh             | track  |
                    """)
    void search_findsFirst(String query, String type, String expected) {
        assertEquals(expected, hits(query, type).stream().findFirst().orElse(null), hits(query, type)::toString);
    }

    @Test
    void search_ranksTheNameItselfThenWhatBeginsWithIt() {
        assertEquals(
                List.of("Love", "Love Me Do Not", "Lovely"),
                hits("love", "track").subList(0, 3));
    }

    @Test
    void search_withEnoughHits_addsNoneThatAreOnlySimilar() {
        assertFalse(hits("love", "track").contains("Halo"));
    }

    @Test
    void search_asOneTypes_keepsFinding() {
        String title = "Bohemian Rhapsody";
        for (int typed = 2; typed <= title.length(); typed++) {
            List<String> found = hits(title.substring(0, typed), "track");
            assertEquals(title, found.isEmpty() ? null : found.getFirst(), title.substring(0, typed));
        }
    }

    @Test
    void search_goesOnAtNextAmongSimilarWords() {
        List<String> whole = hits("beyonse", "track");
        JsonObject first =
                catalogue.search("beyonse", "&types=track&limit=1").json().getJsonObject("tracks");
        JsonObject second = catalogue.get(first.getString("next")).json().getJsonObject("tracks");
        assertEquals(
                whole.subList(0, 2),
                List.of(
                        CatalogueUnderTest.names(first).getFirst(),
                        CatalogueUnderTest.names(second).getFirst()));
    }

    private static List<String> hits(String query, String type) {
        Answer answer = catalogue.search(query, "&types=" + type);
        assertEquals(200, answer.status(), answer.response().body());
        return CatalogueUnderTest.names(answer.json().getJsonObject(type + "s"));
    }
}
