package dev.legato.account.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * All texts of the pages in one language, from {@code texts/{topic}.{language}.properties}.
 *
 * @param language as HTML's {@code lang} has it
 * @param byKey with {@code {0}}, {@code {1}} where values go
 */
public record Texts(String language, Map<String, String> byKey) {
    /** The languages there are; who asks for none of them gets the first. */
    static final List<String> LANGUAGES = List.of("en", "de");

    /** The files of each language, one per topic. */
    static final List<String> TOPICS = List.of("common", "signin", "sso", "oauth", "people");

    private static final Map<String, Texts> ALL = load();
    private static final int MAX_HEADER = 256;

    public Texts {
        byKey = Map.copyOf(byKey);
    }

    /**
     * The texts in the language that a browser likes best.
     *
     * @param acceptLanguage as RFC 9110 §12.5.4 has it; what does not parse is passed over
     */
    public static Texts in(Optional<String> acceptLanguage) {
        return inLanguage(acceptLanguage
                .filter(header -> header.length() <= MAX_HEADER)
                .map(Texts::preferred)
                .orElse(LANGUAGES.getFirst()));
    }

    /** The texts in one of our languages. */
    public static Texts inLanguage(String language) {
        Texts texts = ALL.get(language);
        if (texts == null) {
            throw new IllegalArgumentException("language: '%s' (expected: of %s)".formatted(language, LANGUAGES));
        }
        return texts;
    }

    /** A text with its values put in; not escaped. */
    public String of(String key, Object... values) {
        String text = byKey.get(key);
        if (text == null) {
            throw new IllegalArgumentException("text: no " + key);
        }
        for (int i = 0; i < values.length; i++) {
            text = text.replace("{" + i + "}", String.valueOf(values[i]));
        }
        return text;
    }

    private static String preferred(String header) {
        try {
            String best = Locale.lookupTag(Locale.LanguageRange.parse(header), LANGUAGES);
            return best == null ? LANGUAGES.getFirst() : best;
        } catch (IllegalArgumentException _) {
            return LANGUAGES.getFirst();
        }
    }

    private static Map<String, Texts> load() {
        Map<String, Texts> all = new HashMap<>();
        for (String language : LANGUAGES) {
            Map<String, String> texts = new HashMap<>();
            TOPICS.forEach(topic -> texts.putAll(read(topic + "." + language + ".properties")));
            all.put(language, new Texts(language, texts));
        }
        return Map.copyOf(all);
    }

    private static Map<String, String> read(String file) {
        try (InputStream bytes = Texts.class.getResourceAsStream("texts/" + file)) {
            if (bytes == null) {
                throw new IllegalStateException("texts/" + file + " is not on the class path");
            }
            Properties properties = new Properties();
            properties.load(new InputStreamReader(bytes, StandardCharsets.UTF_8));
            Map<String, String> texts = new HashMap<>();
            properties.stringPropertyNames().forEach(key -> texts.put(key, properties.getProperty(key)));
            return texts;
        } catch (IOException e) {
            throw new UncheckedIOException("texts/" + file, e);
        }
    }
}
