package dev.legato.cluster;

import com.hazelcast.map.EntryProcessor;
import com.hazelcast.map.ExtendedMapEntry;
import dev.legato.cluster.Cluster.SeatAnswer;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Takes or keeps a seat where its table lies, in one step. Answers with the milliseconds to wait, and the holders displaced.
 * Times are those of the member where the table lies, so the clocks of others do not matter. Members of different versions
 * send it to each other: its form stays.
 */
final class SeatChange implements EntryProcessor<String, Map<String, long[]>, List<Object>> {
    private static final long serialVersionUID = 1;

    /** Hazelcast counts the life of an entry in whole seconds, and may round down. */
    private static final long MARGIN_MS = 2_000;

    private final String holder;
    private final int max;
    private final long lifeMs;
    private final long restMs;

    SeatChange(String holder, int max, long lifeMs, long restMs) {
        this.holder = holder;
        this.max = max;
        this.lifeMs = lifeMs;
        this.restMs = restMs;
    }

    @Override
    public List<Object> process(Map.Entry<String, Map<String, long[]>> entry) {
        long now = InstantSource.system().millis();
        Map<String, long[]> before = entry.getValue();
        Map<String, long[]> table = before == null ? new HashMap<>() : new HashMap<>(before);
        SeatAnswer answer = SeatTable.take(table, holder, max, now, lifeMs, restMs);
        ((ExtendedMapEntry<String, Map<String, long[]>>) entry)
                .setValue(table, SeatTable.end(table) - now + MARGIN_MS, TimeUnit.MILLISECONDS);
        List<Object> sent = new ArrayList<>(answer.displaced());
        sent.addFirst(answer.waitMs());
        return sent;
    }

    /** Reads what {@link #process} has answered. */
    static SeatAnswer answer(List<Object> sent) {
        return new SeatAnswer(
                (Long) sent.getFirst(),
                sent.stream().skip(1).map(String.class::cast).toList());
    }
}
