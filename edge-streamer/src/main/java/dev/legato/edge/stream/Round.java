package dev.legato.edge.stream;

import java.util.List;
import java.util.function.Supplier;

/** Spreads work on changing items evenly over the ticks of a round, again and again. For one thread. */
final class Round<T> {
    private final int ticks;
    private final Supplier<List<T>> begin;
    private List<T> items = List.of();
    private int tick;

    /**
     * A round that has not begun.
     *
     * @param begin the items there are, asked at the first tick of each round
     */
    Round(int ticks, Supplier<List<T>> begin) {
        this.ticks = ticks;
        this.begin = begin;
    }

    /** The items of the next tick. */
    List<T> next() {
        if (tick == 0) {
            items = begin.get();
        }
        List<T> due = items.subList(position(tick), position(tick + 1));
        tick = (tick + 1) % ticks;
        return due;
    }

    private int position(int ofTick) {
        return (int) ((long) items.size() * ofTick / ticks);
    }
}
