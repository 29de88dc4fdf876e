package dev.legato.account.signin;

import dev.legato.account.page.Listed;
import java.text.Collator;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Countries (ISO 3166-1) and languages (ISO 639-1), by the names that a page's language has for them. */
final class Regions {
    private Regions() {}

    static List<Listed> countries(String language) {
        Locale shown = Locale.of(language);
        return sorted(
                shown,
                Arrays.stream(Locale.getISOCountries())
                        .map(code -> new Listed(code, Locale.of("", code).getDisplayCountry(shown), ""))
                        .toList());
    }

    static List<Listed> languages(String language) {
        Locale shown = Locale.of(language);
        return sorted(
                shown,
                Arrays.stream(Locale.getISOLanguages())
                        .map(code -> new Listed(code, Locale.of(code).getDisplayLanguage(shown), ""))
                        .toList());
    }

    private static List<Listed> sorted(Locale shown, List<Listed> all) {
        Collator order = Collator.getInstance(shown);
        return all.stream().sorted(Comparator.comparing(Listed::name, order)).toList();
    }
}
