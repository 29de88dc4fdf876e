package dev.legato.account.person;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * Knows passwords that guessers try first (NIST SP 800-63B-4 §3.1.1.2): the hundred thousand most common ones of published
 * breaches, which nbvcxz brings as a list; one character or short piece repeated; runs of neighbours such as
 * {@code abcdefgh}; the person's own address or name. Nothing is sent anywhere to find out.
 */
public final class CommonPasswords {
    private static final String LIST = "/dictionaries/passwords.txt";

    /** More of a password is not looked at, so that a long one costs no more time. */
    private static final int MAX_CHARACTERS = 72;

    private static final int MAX_PIECE = 4;

    private final Set<String> common;

    private CommonPasswords(Set<String> common) {
        this.common = common;
    }

    /** Reads the list; it takes about 8 MB of memory. */
    public static CommonPasswords load() {
        try (InputStream file = CommonPasswords.class.getResourceAsStream(LIST)) {
            if (file == null) {
                throw new IllegalStateException(LIST + " is not on the class path");
            }
            Set<String> common = new HashSet<>();
            new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8))
                    .lines()
                    .map(line -> line.split("\\t", 2)[0].strip())
                    .filter(word -> word.length() >= Password.LEAST)
                    .forEach(common::add);
            return new CommonPasswords(Set.copyOf(common));
        } catch (IOException e) {
            throw new UncheckedIOException(LIST, e);
        }
    }

    /**
     * Refuses a password that is easily guessed.
     *
     * @param own what the person is known by: address, name
     * @throws IllegalArgumentException if it is; the message does not repeat it
     */
    public void check(Password password, String... own) {
        String all = password.value().toLowerCase(Locale.ROOT);
        String text = all.substring(0, Math.min(all.length(), MAX_CHARACTERS));
        if (common.contains(text) || isRepeated(text) || isRun(text)) {
            throw new IllegalArgumentException("a password that guessers try first (expected: an uncommon one)");
        }
        for (String word : own) {
            if (text.equals(word.toLowerCase(Locale.ROOT))
                    || text.equals(word.toLowerCase(Locale.ROOT).split("@", 2)[0])) {
                throw new IllegalArgumentException("your own address or name (expected: an uncommon password)");
            }
        }
    }

    /** One piece of up to {@value #MAX_PIECE} characters over and over. */
    private static boolean isRepeated(String text) {
        for (int piece = 1; piece <= MAX_PIECE; piece++) {
            int length = piece;
            if (text.chars().limit(length).count() == length
                    && text.equals(text.substring(0, length)
                            .repeat(text.length() / length + 1)
                            .substring(0, text.length()))) {
                return true;
            }
        }
        return false;
    }

    /** Characters each one above, or each one below, the one before. */
    private static boolean isRun(String text) {
        int step = text.length() < 2 ? 0 : text.charAt(1) - text.charAt(0);
        for (int i = 1; i < text.length(); i++) {
            if (text.charAt(i) - text.charAt(i - 1) != step) {
                return false;
            }
        }
        return Math.abs(step) == 1;
    }
}
