package dev.legato.account.signin;

import dev.legato.account.person.EmailAddress;
import dev.legato.contracts.Sha256;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Proof of work in the manner of Hashcash (Back, 2002): a text {@code legato1:BITS:MINUTE:RESOURCE:RANDOM:COUNTER} whose
 * SHA-256 begins with {@code BITS} zero bits. It is made for one address and one time, takes 2^BITS hashes to find and one
 * to check, and needs nothing kept by the server until it is spent.
 *
 * @param bits zero bits that it claims and has
 * @param minute minutes since 1970
 * @param resource see {@link #resource}
 */
record Stamp(String text, int bits, long minute, String resource) {
    /** The least work asked for: a quarter of a million hashes, half a second in a browser. */
    static final int MIN_BITS = 18;

    /** The most work asked for: four million hashes, which a slow phone finds within a minute. */
    static final int MAX_BITS = 22;

    /** How long before or after its minute a stamp is good. */
    static final Duration GOOD = Duration.ofMinutes(10);

    private static final int RESOURCE_CHARACTERS = 32;
    private static final Pattern FORM =
            Pattern.compile("legato1:(\\d{1,2}):(\\d{1,10}):([0-9a-f]{32}):([A-Za-z0-9_-]{8,64}):(\\d{1,16})");

    /** Reads a stamp; empty if it is none or has less work in it than it says. */
    static Optional<Stamp> parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            return Optional.empty();
        }
        int bits = Integer.parseInt(form.group(1));
        return zeroBits(Sha256.of(text.getBytes(StandardCharsets.US_ASCII))) < bits
                ? Optional.empty()
                : Optional.of(new Stamp(text, bits, Long.parseLong(form.group(2)), form.group(3)));
    }

    /** What a stamp for log-ins with an address is made for; it does not show the address. */
    static String resource(EmailAddress email) {
        return HexFormat.of()
                .formatHex(Sha256.of(("log-in:" + email.value()).getBytes(StandardCharsets.UTF_8)))
                .substring(0, RESOURCE_CHARACTERS);
    }

    /** How many bits are asked for: one more for each doubling of the failures. */
    static int bitsFor(int failures, int limit) {
        int doublings = 31 - Integer.numberOfLeadingZeros(Math.max(1, failures / Math.max(1, limit)));
        return Math.min(MAX_BITS, MIN_BITS + doublings);
    }

    /** Whether it pays for a log-in with an address now. */
    boolean pays(EmailAddress email, int bitsAsked, Instant now) {
        Duration age = Duration.between(
                Instant.ofEpochSecond(Duration.ofMinutes(minute).toSeconds()), now);
        return bits >= bitsAsked
                && resource.equals(resource(email))
                && age.abs().compareTo(GOOD) <= 0;
    }

    private static int zeroBits(byte[] hash) {
        int bits = 0;
        for (byte b : hash) {
            if (b != 0) {
                return bits + Integer.numberOfLeadingZeros(b & 0xff) - 24;
            }
            bits += Byte.SIZE;
        }
        return bits;
    }
}
