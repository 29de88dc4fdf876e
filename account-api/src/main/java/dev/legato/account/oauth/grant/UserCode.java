package dev.legato.account.oauth.grant;

import java.util.Locale;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * What a listener copies from a device: eight consonants, which spell no words and are not mistaken for digits (RFC 8628
 * §6.1). 20⁸ codes are 34 bits.
 */
public record UserCode(String value) {
    private static final String LETTERS = "BCDFGHJKLMNPQRSTVWXZ";
    private static final int LENGTH = 8;
    private static final Pattern FORM = Pattern.compile("[" + LETTERS + "]{8}");
    private static final int MAX_TYPED = 32;

    static UserCode create(RandomGenerator random) {
        StringBuilder code = new StringBuilder(LENGTH);
        for (int i = 0; i < LENGTH; i++) {
            code.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return new UserCode(code.toString());
    }

    /** A code as it was typed, in any case and however spaced; empty if it can be none. */
    public static Optional<UserCode> parse(String typed) {
        if (typed.length() > MAX_TYPED) {
            return Optional.empty();
        }
        String letters = typed.replaceAll("[\\s\\p{Pd}]", "").toUpperCase(Locale.ROOT);
        return FORM.matcher(letters).matches() ? Optional.of(new UserCode(letters)) : Optional.empty();
    }

    /** {@code BCDF-GHJK}. */
    public String shown() {
        return value.substring(0, LENGTH / 2) + "-" + value.substring(LENGTH / 2);
    }

    /** Never the code. */
    @Override
    public String toString() {
        return "UserCode";
    }
}
