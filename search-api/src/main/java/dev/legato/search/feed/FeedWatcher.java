package dev.legato.search.feed;

import java.util.Collection;

/** Hears what a follower does. It is called on the follower's thread. */
public interface FeedWatcher {
    /** The index has everything that was in the topics when the follower began. */
    void caughtUp();

    /** Searches find what was applied to these documents; ids of all kinds. */
    void shown(Collection<String> ids);

    /** The index cannot be written, or it is of other topics than those there are now: it must be built again. */
    void unusable(String reason);
}
