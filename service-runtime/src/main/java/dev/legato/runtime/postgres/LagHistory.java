package dev.legato.runtime.postgres;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/**
 * How long ago the primary was where a replica is now, by this process's clock alone.
 *
 * <p>PostgreSQL itself knows the time of the last transaction a replica has replayed, which says nothing while nobody writes,
 * and counts by the primary's clock. So the primary's position in its write-ahead log is noted at each look, with the time. A
 * replica lags since the first look that saw the primary beyond what the replica has replayed:
 *
 * <pre>
 * looks at the primary   t=0 at 100   t=1 at 140   t=2 at 140   t=3 at 190
 * at t=4 a replica at 190 or more lags by 0, one at 150 by 1 (since t=3), one at 120 by 3 (since t=1)
 * </pre>
 *
 * <p>While the primary is silent no look is added, so replicas that had everything go on serving, and what lags goes on
 * lagging: the last look that is older than what is kept stays, until a later one is. Not for several threads.
 */
final class LagHistory {
    private final Deque<Look> looks = new ArrayDeque<>();
    private final long keptNanos;

    private record Look(long at, long position, long timeline) {}

    /** @param kept at least how long a lag can be told from a longer one */
    LagHistory(Duration kept) {
        keptNanos = kept.toNanos();
    }

    /**
     * Adds a look at the primary; one of a lower position is left out, since looks may come late.
     *
     * @param at in nanoseconds
     * @param position in bytes
     * @param timeline of the primary
     * @return whether the history begins with it: there was none, or it was another primary's, which had written further
     */
    boolean add(long at, long position, long timeline) {
        Look last = looks.peekLast();
        if (last != null && last.position() >= position) {
            if (last.position() == position || last.timeline() == timeline) {
                return false;
            }
            // Another primary, which had not received all of its predecessor's log.
            looks.clear();
        }
        looks.addLast(new Look(at, position, timeline));
        while (looks.size() > 1 && at - second().at() > keptNanos) {
            looks.removeFirst();
        }
        return looks.size() == 1;
    }

    private Look second() {
        Iterator<Look> all = looks.iterator();
        var _ = all.next();
        return all.next();
    }

    /** How many nanoseconds a replica is behind that has replayed so far. */
    long lag(long replayed, long now) {
        for (Look look : looks) {
            if (look.position() > replayed) {
                return Math.max(0, now - look.at());
            }
        }
        return 0;
    }

    /** How many bytes it is behind. */
    long bytes(long replayed) {
        Look last = looks.peekLast();
        return last == null ? 0 : Math.max(0, last.position() - replayed);
    }
}
