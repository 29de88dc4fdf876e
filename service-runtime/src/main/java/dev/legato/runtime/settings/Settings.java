package dev.legato.runtime.settings;

import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A process's settings, asked for by key: {@code section.name}, such as {@code edge.port}.
 *
 * <p>A value comes from the environment ({@code LEGATO_EDGE_PORT}), else from the YAML file, else it is the caller's
 * default. Every key asked for is remembered, so that {@link #rejectUnknown} can distinguish a misspelt key from a right one
 * once the process has read what it needs. Sections of Legato's other services may stand in the same file.
 */
public final class Settings {
    private static final String A_TEXT = "a text";
    private static final String A_PATH = "a path";

    private final SettingSources sources;
    private final Map<String, Setting> asked = new TreeMap<>();

    private Settings(SettingSources sources) {
        this.sources = sources;
    }

    /**
     * Reads a settings file, if there is one, and the environment.
     *
     * @param environment its {@code LEGATO_…} variables count; the rest is passed over, and so are {@link ServiceLinks}
     * @throws SettingsException if the file cannot be read or is not a YAML mapping
     */
    public static Settings load(@Nullable Path yaml, Map<String, String> environment) {
        return new Settings(SettingSources.load(yaml, environment));
    }

    /** Settings from given values alone, by key. */
    public static Settings of(Map<String, String> values) {
        return new Settings(SettingSources.of(values));
    }

    /**
     * The same settings as the file has them now.
     *
     * @throws SettingsException if it cannot be read
     */
    public Settings reread() {
        return new Settings(sources.reread());
    }

    /** The keys whose values in the file are not the same as in {@code before}. */
    public Set<String> changedSince(Settings before) {
        return sources.changedSince(before.sources);
    }

    /**
     * The same settings with these values where neither file nor environment says otherwise, be it by the name of a
     * secret's file.
     */
    public Settings withDefaults(Map<String, String> defaults) {
        Map<String, String> unset = new HashMap<>(defaults);
        unset.keySet().removeIf(key -> text(key + "File").isPresent());
        return new Settings(sources.behind(unset));
    }

    /** The same settings with these values whatever file and environment say. */
    public Settings with(Map<String, String> overrides) {
        return new Settings(sources.overridden(overrides));
    }

    /** A text, or empty if it is not set. */
    public Optional<String> text(String key) {
        return value(new Setting(key, A_TEXT));
    }

    public String text(String key, String fallback) {
        return value(new Setting(key, A_TEXT, fallback)).orElse(fallback);
    }

    /** @throws SettingsException if it is not set */
    public String required(String key) {
        return text(key)
                .orElseThrow(() -> new SettingsException(
                        "%s is not set (set it in the file or as %s)".formatted(key, KnownKeys.variable(key))));
    }

    public boolean flag(String key, boolean fallback) {
        return parsed(new Setting(key, "true or false", String.valueOf(fallback)), Notation::flag)
                .orElse(fallback);
    }

    /** A whole number between two bounds, both allowed. */
    public long integer(String key, long fallback, long least, long most) {
        String accepts = "a whole number from %d to %d".formatted(least, most);
        return parsed(new Setting(key, accepts, String.valueOf(fallback)), text -> Notation.integer(text, least, most))
                .orElse(fallback);
    }

    /** A TCP port; 0 lets the system choose a free one. */
    public int port(String key, int fallback) {
        return (int) integer(key, fallback, 0, 65_535);
    }

    /** A duration such as {@code 250ms}, {@code 30s}, {@code 5m}, {@code 12h}, {@code 30d}, between two bounds, both allowed. */
    public Duration duration(String key, Duration fallback, Duration least, Duration most) {
        String bounds = "from %s to %s".formatted(Notation.written(least), Notation.written(most));
        Setting setting = new Setting(key, "a duration " + bounds, Notation.written(fallback));
        Duration value = parsed(setting, "a duration like 250ms, 30s, 5m, 12h or 30d", Notation::duration)
                .orElse(fallback);
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new SettingsException(
                    "%s: %s (expected: %s)".formatted(key, value(setting).orElse(""), bounds));
        }
        return value;
    }

    /** A size such as {@code 64KiB} or {@code 10GiB}, in bytes. */
    public long bytes(String key, long fallback) {
        return bytes(new Setting(key, "a size", Notation.written(fallback)), fallback);
    }

    /** A size with a bound, which is allowed. */
    public long bytes(String key, long fallback, long most) {
        Setting setting = new Setting(key, "a size up to " + Notation.written(most), Notation.written(fallback));
        long value = bytes(setting, fallback);
        if (value > most) {
            throw new SettingsException("%s: %s (expected: at most %s)"
                    .formatted(key, value(setting).orElse(""), Notation.written(most)));
        }
        return value;
    }

    private long bytes(Setting setting, long fallback) {
        return parsed(setting, "a size like 512B, 64KiB, 10MiB or 2GiB", Notation::size)
                .orElse(fallback);
    }

    /** One of an enum's constants, written in lower case. */
    public <E extends Enum<E>> E choice(String key, E fallback) {
        List<String> words = Arrays.stream(fallback.getDeclaringClass().getEnumConstants())
                .map(Notation::word)
                .toList();
        return choice(new Setting(key, oneOf(words), Notation.word(fallback)), words)
                .map(word -> Enum.valueOf(fallback.getDeclaringClass(), word.toUpperCase(Locale.ROOT)))
                .orElse(fallback);
    }

    /** One of some words in lower case, or empty if it is not set. */
    public Optional<String> choice(String key, List<String> words) {
        return choice(new Setting(key, oneOf(words)), words);
    }

    private Optional<String> choice(Setting setting, List<String> words) {
        return parsed(setting, text -> Notation.word(text, words));
    }

    private static String oneOf(List<String> words) {
        return String.join(", ", words.subList(0, words.size() - 1)) + " or " + words.getLast();
    }

    /** An absolute URI with one of these schemes, or empty if it is not set. */
    public Optional<URI> uri(String key, String... schemes) {
        return parsed(new Setting(key, uriLike(schemes[0])), text -> Notation.uri(text, schemes));
    }

    /** An absolute URI with one of these schemes. */
    public URI uri(String key, URI fallback, String... schemes) {
        return parsed(new Setting(key, uriLike(schemes[0]), fallback.toString()), text -> Notation.uri(text, schemes))
                .orElse(fallback);
    }

    private static String uriLike(String scheme) {
        return "a URI like " + scheme + "://host:port";
    }

    /** A path, or empty if it is not set. */
    public Optional<Path> path(String key) {
        return parsed(new Setting(key, A_PATH), Notation::path);
    }

    public Path path(String key, Path fallback) {
        return parsed(new Setting(key, A_PATH, fallback.toString()), Notation::path)
                .orElse(fallback);
    }

    /** A list of texts: a YAML list, or comma-separated. */
    public List<String> list(String key, List<String> fallback) {
        return value(new Setting(key, "a list", String.join(", ", fallback)))
                .map(Notation::list)
                .orElse(fallback);
    }

    /**
     * A secret: its value, or the content of the file that {@code {key}File} names, so that it need not stand in the
     * environment. It appears in no message.
     *
     * @throws SettingsException if both are set, or the file cannot be read
     */
    public Optional<String> secret(String key) {
        return secret(new Setting(key, "a secret"));
    }

    private Optional<String> secret(Setting setting) {
        String key = setting.key();
        Optional<String> value = value(setting);
        Optional<Path> secretFile = path(key + "File");
        if (value.isPresent() && secretFile.isPresent()) {
            throw new SettingsException("%s and %1$sFile are both set (expected: one of them)".formatted(key));
        }
        return secretFile.map(path -> content(key + "File", path)).or(() -> value);
    }

    /** An absolute URI with one of these schemes that holds a secret, as {@link #secret} reads it. */
    public Optional<URI> secretUri(String key, String... schemes) {
        return secretUri(new Setting(key, uriLike(schemes[0])), schemes);
    }

    public URI secretUri(String key, URI fallback, String... schemes) {
        return secretUri(new Setting(key, uriLike(schemes[0]), fallback.toString()), schemes)
                .orElse(fallback);
    }

    private Optional<URI> secretUri(Setting setting, String... schemes) {
        String key = setting.key();
        return secret(setting).map(text -> {
            try {
                return Notation.uri(text.strip(), schemes);
            } catch (IllegalArgumentException _) {
                throw new SettingsException("%s: not a URI of the form %s://user:password@host:port, with what is"
                                .formatted(key, schemes[0])
                        + " not a letter or digit percent-encoded in the password (the value is not shown, it"
                        + " is a secret)");
            }
        });
    }

    /**
     * The members of a mapping whose names are lower-case words joined by dots, by the name behind {@code key.}: from the
     * file, and from the environment, where {@code {KEY}_SASL_JAAS_CONFIG} is {@code sasl.jaas.config}.
     *
     * @throws SettingsException if it is a single value
     */
    public Map<String, String> mapping(String key) {
        Setting mapping = new Setting(key, "a mapping");
        value(mapping).ifPresent(text -> {
            throw new SettingsException("%s: '%s' (expected: a mapping)".formatted(key, text));
        });
        Map<String, String> members = sources.members(key);
        members.keySet().forEach(name -> record(new Setting(key + "." + name, A_TEXT)));
        return members;
    }

    /**
     * Refuses a key that earlier versions read.
     *
     * @param instead what to set now
     */
    public void rejectRetired(String key, String instead) {
        if (sources.value(key).isPresent()) {
            throw new SettingsException("%s is no longer a setting (expected: %s)".formatted(key, instead));
        }
    }

    /**
     * The entries of the Java properties file that a key names; none if it is not set. They appear in no message.
     *
     * @throws SettingsException if it cannot be read
     */
    public Map<String, String> propertiesFile(String key) {
        Map<String, String> entries = new TreeMap<>();
        path(key).ifPresent(file -> {
            Properties properties = new Properties();
            try (Reader reader = Files.newBufferedReader(file)) {
                properties.load(reader);
            } catch (IOException | IllegalArgumentException _) {
                // The cause may quote the file, which is a secret.
                throw new SettingsException(
                        "%s: %s cannot be read (expected: a Java properties file)".formatted(key, file));
            }
            properties.stringPropertyNames().forEach(name -> entries.put(name, properties.getProperty(name)));
        });
        return entries;
    }

    /** What was asked for so far, by key. */
    public Map<String, Setting> asked() {
        return Collections.unmodifiableMap(asked);
    }

    /**
     * Refuses keys that none of Legato's programs knows. Call it when the process has read all it needs.
     *
     * @throws SettingsException naming each unknown key and the keys its section knows
     */
    public void rejectUnknown() {
        reject(new KnownKeys(asked.keySet())
                .unknown(sources.file().keySet(), sources.environment().keySet()));
    }

    /**
     * Refuses unknown keys of one section, in a process that has not read the others anew.
     *
     * @throws SettingsException naming each unknown key and the keys its section knows
     */
    public void rejectUnknownIn(String section) {
        reject(new KnownKeys(asked.keySet())
                .unknown(
                        startingWith(section + ".", sources.file().keySet()),
                        startingWith(
                                KnownKeys.variable(section) + "_",
                                sources.environment().keySet())));
    }

    private static Set<String> startingWith(String prefix, Set<String> names) {
        return names.stream().filter(name -> name.startsWith(prefix)).collect(Collectors.toSet());
    }

    private static void reject(Set<String> unknown) {
        if (!unknown.isEmpty()) {
            throw new SettingsException("unknown setting: " + String.join("; ", unknown));
        }
    }

    private void record(Setting setting) {
        asked.put(setting.key(), setting);
    }

    private Optional<String> value(Setting setting) {
        record(setting);
        return sources.value(setting.key());
    }

    private <T> Optional<T> parsed(Setting setting, Function<String, T> parse) {
        return parsed(setting, setting.accepts(), parse);
    }

    private <T> Optional<T> parsed(Setting setting, String expected, Function<String, T> parse) {
        return value(setting).map(text -> {
            try {
                return parse.apply(text.strip());
            } catch (IllegalArgumentException | ArithmeticException _) {
                throw new SettingsException("%s: '%s' (expected: %s)".formatted(setting.key(), text, expected));
            }
        });
    }

    private static String content(String key, Path path) {
        try {
            return Files.readString(path).strip();
        } catch (IOException e) {
            throw new SettingsException("%s: %s cannot be read (%s)"
                    .formatted(key, path, e.getClass().getSimpleName()));
        }
    }
}
