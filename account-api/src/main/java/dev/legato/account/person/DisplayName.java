package dev.legato.account.person;

import java.text.Normalizer;

/** The name a listener is shown by: 1 to {@value #MOST} characters, none of them a control character. */
public record DisplayName(String value) {
    static final int MOST = 80;

    public static DisplayName parse(String text) {
        String name = Normalizer.normalize(text.strip(), Normalizer.Form.NFC);
        int length = name.codePointCount(0, name.length());
        if (length < 1 || length > MOST) {
            throw new IllegalArgumentException("length: %d (expected: 1 to %d)".formatted(length, MOST));
        }
        if (name.codePoints().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("a control character (expected: none)");
        }
        return new DisplayName(name);
    }
}
