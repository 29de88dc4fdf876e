package dev.legato.edge.store;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The accounts of a bounded quantity: of all that is taken, a part is reserved, a part used, and a part condemned, which
 * means given up and not free yet. Only a reservation can be refused, so the sum never exceeds the bound.
 */
final class Space {
    private volatile long max;
    private final AtomicLong taken = new AtomicLong();
    private final AtomicLong reserved = new AtomicLong();
    private final AtomicLong used = new AtomicLong();
    private final AtomicLong condemned = new AtomicLong();

    Space(long max) {
        this.max = max;
    }

    /** Sets another bound; what is taken beyond it stays until it is given back. */
    void bound(long amount) {
        max = amount;
    }

    /** Takes an amount; false if that would exceed the bound. */
    boolean reserve(long amount) {
        for (long now = taken.get(); now + amount <= max; now = taken.get()) {
            if (taken.compareAndSet(now, now + amount)) {
                reserved.addAndGet(amount);
                return true;
            }
        }
        return false;
    }

    /** Gives a reservation back of which nothing was used. */
    void cancel(long amount) {
        reserved.addAndGet(-amount);
        taken.addAndGet(-amount);
    }

    /** Turns a reservation into use, which takes as much or less. */
    void use(long reservation, long amount) {
        used.addAndGet(amount);
        reserved.addAndGet(-reservation);
        taken.addAndGet(amount - reservation);
    }

    /** Takes what an earlier process has used, beyond the bound if need be. */
    void restore(long amount) {
        used.addAndGet(amount);
        taken.addAndGet(amount);
    }

    /** Gives back what was used, at once. */
    void release(long amount) {
        used.addAndGet(-amount);
        taken.addAndGet(-amount);
    }

    void condemnReserved(long amount) {
        condemned.addAndGet(amount);
        reserved.addAndGet(-amount);
    }

    void condemnUsed(long amount) {
        condemned.addAndGet(amount);
        used.addAndGet(-amount);
    }

    /** Gives back what was condemned. */
    void free(long amount) {
        condemned.addAndGet(-amount);
        taken.addAndGet(-amount);
    }

    /** How much is lacking for a reservation if all that is condemned were free; less than 1 if it then fits. */
    long shortage(long amount) {
        return taken.get() - condemned.get() + amount - max;
    }

    long max() {
        return max;
    }

    long taken() {
        return taken.get();
    }

    long reserved() {
        return reserved.get();
    }

    long used() {
        return used.get();
    }

    long condemned() {
        return condemned.get();
    }
}
