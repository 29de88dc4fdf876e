package dev.legato.analytics;

import dev.legato.runtime.privacy.PersonalData;
import java.util.List;
import java.util.Map;

/** An account's plays, handed over and forgotten. */
final class HistoryData implements PersonalData {
    private final PlayResults results;

    HistoryData(PlayResults results) {
        this.results = results;
    }

    /**
     * Counting itself forgets the account, on the instances that hold its partitions. This only looks whether the history,
     * which every instance reads, is gone, and fails as long as it is not.
     */
    @Override
    public void forget(String account) {
        if (!results.history(account).isEmpty()) {
            throw new IllegalStateException("the history of a deleted account is still there");
        }
    }

    @Override
    public List<Map<String, Object>> export(String account) {
        List<Map<String, Object>> plays = results.history(account).stream()
                .map(play -> Map.<String, Object>of(
                        "trackId", play.trackId().value(),
                        "playedAt", play.playedAt().toString()))
                .toList();
        return plays.isEmpty() ? List.of() : List.of(Map.of("history", plays));
    }
}
