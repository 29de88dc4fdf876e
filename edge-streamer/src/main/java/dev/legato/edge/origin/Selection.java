package dev.legato.edge.origin;

import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Chooses among the origins by smooth weighted round-robin, as nginx does: at each choice every candidate gains its weight,
 * the one that has most is taken and loses the weights of all. With weights 2 and 1 that is a, b, a, a, b, a. Backups are
 * candidates only if no other origin is. For any thread.
 */
final class Selection {
    private final List<Origin> origins;
    private final int[] gained;

    Selection(List<Origin> origins) {
        this.origins = List.copyOf(origins);
        gained = new int[origins.size()];
    }

    /**
     * Takes the next healthy origin. A circuit that has rested lets one request through, so the choice is to be used.
     *
     * @param without origins that are passed over
     * @return null if none is left
     */
    synchronized @Nullable Origin next(Collection<Origin> without) {
        Origin primary = next(without, false);
        return primary != null ? primary : next(without, true);
    }

    private @Nullable Origin next(Collection<Origin> without, boolean backups) {
        boolean[] candidates = new boolean[gained.length];
        for (int i = 0; i < candidates.length; i++) {
            Origin origin = origins.get(i);
            candidates[i] = origin.address().isBackup() == backups && !origin.isDown() && !without.contains(origin);
        }
        for (int chosen = best(candidates); chosen >= 0; chosen = best(candidates)) {
            if (origins.get(chosen).circuit().allows()) {
                take(candidates, chosen);
                return origins.get(chosen);
            }
            candidates[chosen] = false;
        }
        return null;
    }

    private int best(boolean[] candidates) {
        int best = -1;
        for (int i = 0; i < candidates.length; i++) {
            if (candidates[i] && (best < 0 || afterGain(i) > afterGain(best))) {
                best = i;
            }
        }
        return best;
    }

    private void take(boolean[] candidates, int chosen) {
        int total = 0;
        for (int i = 0; i < candidates.length; i++) {
            if (candidates[i]) {
                gained[i] = afterGain(i);
                total += origins.get(i).address().weight();
            }
        }
        gained[chosen] -= total;
    }

    private int afterGain(int i) {
        return gained[i] + origins.get(i).address().weight();
    }
}
