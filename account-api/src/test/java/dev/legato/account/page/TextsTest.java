package dev.legato.account.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class TextsTest {
    private static final Pattern USED = Pattern.compile("text\\(\\)\\.of\\(\"([a-zA-Z.-]+)\"");
    private static final Pattern VALUE = Pattern.compile("\\{\\d}");

    @Test
    void languages_have_sameTexts() {
        Texts english = Texts.inLanguage("en");
        for (String language : Texts.LANGUAGES) {
            Texts texts = Texts.inLanguage(language);
            assertEquals(
                    new TreeSet<>(english.byKey().keySet()),
                    new TreeSet<>(texts.byKey().keySet()),
                    language);
            texts.byKey().forEach((key, text) -> {
                assertFalse(text.isBlank(), language + " " + key);
                assertEquals(values(english.of(key)), values(text), language + " " + key);
            });
        }
    }

    @Test
    void templates_use_textsThereAre() throws IOException {
        Set<String> missing = new TreeSet<>();
        try (Stream<Path> files = Files.walk(Path.of("src/main/jte"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                USED.matcher(Files.readString(file))
                        .results()
                        .map(found -> found.group(1))
                        .filter(key -> !Texts.inLanguage("en").byKey().containsKey(key))
                        .forEach(missing::add);
            }
        }
        assertEquals(Set.of(), missing);
    }

    @Test
    void in_ofHeaders_isTheBestThereIs() {
        assertEquals("de", language("de"));
        assertEquals("de", language("de-CH, en;q=0.5"));
        assertEquals("en", language("en-GB, de;q=0.9"));
        assertEquals("de", language("fr, de;q=0.1"));
        assertEquals("en", language("fr"));
        assertEquals("en", language("de;q=x"));
        assertEquals("en", language(";;"));
        assertEquals("en", language("de," + "x".repeat(300)));
        assertEquals("en", Texts.in(Optional.empty()).language());
    }

    private static String language(String header) {
        return Texts.in(Optional.of(header)).language();
    }

    private static List<String> values(String text) {
        return VALUE.matcher(text)
                .results()
                .map(found -> found.group())
                .sorted()
                .toList();
    }
}
