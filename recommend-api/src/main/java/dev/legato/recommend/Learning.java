package dev.legato.recommend;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Takes batches of lessons into the store. */
final class Learning {
    private final LearningStore store;

    private record Pair(String account, String track) {}

    Learning(LearningStore store) {
        this.store = store;
    }

    /** Learns what a batch says. Learning it again changes nothing. */
    void learn(List<Lesson> batch) {
        Map<String, KnownTrack> tracks = new LinkedHashMap<>();
        Map<Pair, Listen> listens = new LinkedHashMap<>();
        for (Lesson lesson : batch) {
            switch (lesson) {
                case KnownTrack track -> tracks.put(track.id(), track);
                case Listen listen -> {
                    // Ten plays of a track are one listen, the last.
                    var _ = listens.merge(
                            new Pair(listen.account(), listen.track()),
                            listen,
                            (one, other) -> one.at().isAfter(other.at()) ? one : other);
                }
                case PassedOver _ -> {}
            }
        }
        store.learn(tracks.values(), listens.values());
    }
}
