package dev.legato.search.plan;

import dev.legato.search.index.SearchNames;
import dev.legato.search.text.SearchText;
import dev.legato.search.text.Word;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A document's names as they are ranked by, in a packed form that is read quickly: a line for each name, of fields parted
 * by tabs (role, written, literal, keys, words, base words, variants, joins), lists parted by blanks.
 *
 * @param names the title first
 */
public record NamesOfDocument(List<Name> names) {
    private static final int MAX_ARTISTS = 12;
    private static final int MAX_ALIASES = 24;

    /** What a name is to its document, the most telling first. */
    public enum Role {
        TITLE('t'),
        ARTIST('a'),
        ALBUM('l'),
        ALIAS('n'),
        SORT_NAME('s');

        private final char letter;

        Role(char letter) {
            this.letter = letter;
        }

        /** Whether it names the document itself. */
        public boolean isOwn() {
            return this == TITLE || this == ALIAS || this == SORT_NAME;
        }

        private static Role of(char letter) {
            return Arrays.stream(values())
                    .filter(role -> role.letter == letter)
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("role: " + letter));
        }
    }

    /** An analysed name; see {@link SearchText} for its forms. Only the title is kept as it is written. */
    public record Name(
            Role role,
            String written,
            String literal,
            List<String> keys,
            List<String> words,
            int baseWords,
            List<String> variants,
            List<String> joins) {
        static Name of(Role role, String name) {
            SearchText text = SearchText.of(name);
            return new Name(
                    role,
                    text.written(),
                    text.literal(),
                    text.keys(),
                    text.words().stream().map(Word::text).toList(),
                    text.baseWords(),
                    text.words().stream()
                            .flatMap(word -> word.variants().stream())
                            .distinct()
                            .toList(),
                    List.copyOf(text.joins()));
        }

        private String packed() {
            return String.join(
                    "\t",
                    String.valueOf(role.letter),
                    role == Role.TITLE ? written : "",
                    literal,
                    String.join(" ", keys),
                    String.join(" ", words),
                    Integer.toString(baseWords),
                    String.join(" ", variants),
                    String.join(" ", joinsToKeep()));
        }

        /** Neighbours and whole names can be told from the words. */
        private List<String> joinsToKeep() {
            Set<String> known = new HashSet<>(keys);
            for (int i = 0; i + 1 < words.size(); i++) {
                known.add(words.get(i) + words.get(i + 1));
            }
            return joins.stream().filter(join -> !known.contains(join)).toList();
        }

        private static Name parse(String line) {
            String[] parts = line.split("\t", -1);
            return new Name(
                    Role.of(parts[0].charAt(0)),
                    parts[1],
                    parts[2],
                    list(parts[3]),
                    list(parts[4]),
                    Integer.parseInt(parts[5]),
                    list(parts[6]),
                    list(parts[7]));
        }

        private static List<String> list(String joined) {
            return joined.isEmpty() ? List.of() : Arrays.asList(joined.split(" ", -1));
        }
    }

    public NamesOfDocument {
        names = List.copyOf(names);
    }

    static NamesOfDocument of(SearchNames names) {
        List<Name> all = new ArrayList<>();
        all.add(Name.of(Role.TITLE, names.title()));
        names.artists().stream().limit(MAX_ARTISTS).forEach(artist -> all.add(Name.of(Role.ARTIST, artist)));
        if (names.album() != null) {
            all.add(Name.of(Role.ALBUM, names.album()));
        }
        names.aliases().stream().limit(MAX_ALIASES).forEach(alias -> all.add(Name.of(Role.ALIAS, alias)));
        if (names.sortName() != null) {
            all.add(Name.of(Role.SORT_NAME, names.sortName()));
        }
        return new NamesOfDocument(all);
    }

    /** Reads the packed form. */
    public static NamesOfDocument parse(String packed) {
        return new NamesOfDocument(
                Arrays.stream(packed.split("\n", -1)).map(Name::parse).toList());
    }

    String packed() {
        return names.stream().map(Name::packed).collect(Collectors.joining("\n"));
    }
}
