package dev.legato.account.person;

import java.text.Normalizer;

/**
 * A password as a person typed it, NFKC so that every keyboard gives the same one. Its length is bounded, and no mixture of
 * kinds of characters is asked of it (NIST SP 800-63B-4 §3.1.1.2); see {@link CommonPasswords} for what is refused.
 */
public record Password(String value) {
    static final int LEAST = 8;
    private static final int MOST = 256;

    /** A password to set: {@value #LEAST} to {@value #MOST} characters. */
    public static Password toSet(String text) {
        Password password = toCheck(text);
        int length = password.value.codePointCount(0, password.value.length());
        if (length < LEAST) {
            throw new IllegalArgumentException("length: %d (expected: >= %d)".formatted(length, LEAST));
        }
        return password;
    }

    /** A password to check: one that could never have been set is only refused if it is long. */
    public static Password toCheck(String text) {
        int length = text.codePointCount(0, text.length());
        if (length > MOST) {
            throw new IllegalArgumentException("length: %d (expected: <= %d)".formatted(length, MOST));
        }
        return new Password(Normalizer.normalize(text, Normalizer.Form.NFKC));
    }

    /** Never the password. */
    @Override
    public String toString() {
        return "Password";
    }
}
