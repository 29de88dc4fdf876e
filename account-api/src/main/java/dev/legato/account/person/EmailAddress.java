package dev.legato.account.person;

import java.net.IDN;
import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * An e-mail address in the form by which accounts are distinguished: NFC, lower case, the domain in ASCII (RFC 5890).
 *
 * <p>Not every address RFC 5321 allows is taken: quoted local parts and address literals are not accepted.
 */
public record EmailAddress(String value) {
    private static final int MAX_CHARACTERS = 254;
    private static final int MAX_LOCAL_CHARACTERS = 64;
    private static final Pattern LOCAL =
            Pattern.compile("[\\p{L}\\p{N}!#$%&'*+/=?^_`{|}~-]+(\\.[\\p{L}\\p{N}!#$%&'*+/=?^_`{|}~-]+)*");
    private static final Pattern DOMAIN =
            Pattern.compile("([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

    /** @throws IllegalArgumentException if it is not an address; the message does not repeat it */
    public static EmailAddress parse(String text) {
        String stripped = Normalizer.normalize(text.strip(), Normalizer.Form.NFC);
        if (stripped.length() > MAX_CHARACTERS) {
            throw new IllegalArgumentException(
                    "%d characters (expected: <= %d)".formatted(stripped.length(), MAX_CHARACTERS));
        }
        int at = stripped.lastIndexOf('@');
        if (at < 1 || at > MAX_LOCAL_CHARACTERS) {
            throw new IllegalArgumentException("not an address (expected: name@host.domain)");
        }
        String local = stripped.substring(0, at).toLowerCase(Locale.ROOT);
        String domain = IDN.toASCII(stripped.substring(at + 1)).toLowerCase(Locale.ROOT);
        if (!LOCAL.matcher(local).matches()
                || !DOMAIN.matcher(domain).matches()
                || at + 1 + domain.length() > MAX_CHARACTERS) {
            throw new IllegalArgumentException("not an address (expected: name@host.domain)");
        }
        return new EmailAddress(local + "@" + domain);
    }

    @Override
    public String toString() {
        return value;
    }
}
