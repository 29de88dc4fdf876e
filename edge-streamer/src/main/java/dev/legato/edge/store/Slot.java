package dev.legato.edge.store;

/** What is at the place of a slice, if it is not simply absent. */
sealed interface Slot permits Slice, Fill, Slot.Reclaiming {
    /** A slice that was given up and is not free yet; nobody may fill it. */
    enum Reclaiming implements Slot {
        RECLAIMING
    }
}
