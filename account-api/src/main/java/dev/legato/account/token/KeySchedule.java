package dev.legato.account.token;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * When signing keys come and go. Each signs from an instant of its own until the next one's. It is published a
 * {@linkplain #lead lead} before it signs, so that every verifier knows it by then, and stays published until the last
 * token it signed has expired.
 *
 * @param rotation how long a key signs
 * @param life of a token
 */
record KeySchedule(Duration rotation, Duration life) {
    private static final Duration MAX_LEAD = Duration.ofHours(1);

    /** How long a key is published before it signs; and after its last token expired, since clocks differ. */
    Duration lead() {
        Duration half = rotation.dividedBy(2);
        return half.compareTo(MAX_LEAD) < 0 ? half : MAX_LEAD;
    }

    /** How often each instance must read the keys, to know a new one well before it signs. */
    Duration reading() {
        return lead().dividedBy(4);
    }

    /** The key that signs now. */
    Optional<SigningKey> signing(List<SigningKey> keys, Instant now) {
        return keys.stream()
                .filter(key -> !key.signsFrom().isAfter(now))
                .max(Comparator.comparing(SigningKey::signsFrom));
    }

    /** When a new key shall begin to sign, if one must be made now. */
    Optional<Instant> due(List<SigningKey> keys, Instant now) {
        Optional<Instant> newest = keys.stream().map(SigningKey::signsFrom).max(Comparator.naturalOrder());
        if (newest.isEmpty()) {
            return Optional.of(now);
        }
        Instant turn = newest.get().plus(rotation);
        if (now.isBefore(turn.minus(lead()))) {
            return Optional.empty();
        }
        // All instances may have been down while the turn passed.
        Instant published = now.plus(lead());
        return Optional.of(turn.isAfter(published) ? turn : published);
    }

    /** The keys none of whose tokens can be valid any more. */
    List<SigningKey> retired(List<SigningKey> keys, Instant now) {
        return keys.stream()
                .filter(key -> keys.stream()
                        .map(SigningKey::signsFrom)
                        .filter(from -> from.isAfter(key.signsFrom()))
                        .min(Comparator.naturalOrder())
                        .filter(successor -> successor.plus(life).plus(lead()).isBefore(now))
                        .isPresent())
                .toList();
    }
}
