package dev.legato.edge.address;

import dev.legato.edge.address.Addresses.Address;
import dev.legato.edge.address.Addresses.Granted;
import io.netty.util.concurrent.FastThreadLocal;
import org.jspecify.annotations.Nullable;

/**
 * Remembers what recent targets address, parsed and with their links verified, since a player asks for many ranges of
 * the same one. Each thread has a table of its own with a fixed number of slots, in which newer targets replace older
 * ones.
 */
public final class RecentAddresses {
    private static final int SLOTS = 1024;
    private static final int MAX_TARGET_LENGTH = 512;

    private volatile Addresses addresses;
    private final FastThreadLocal<@Nullable Recent[]> recent = new FastThreadLocal<>() {
        @Override
        protected @Nullable Recent[] initialValue() {
            return new Recent[SLOTS];
        }
    };

    /** @param by what has read it; the entry is valid as long as the same is used */
    private record Recent(String target, Granted granted, Addresses by) {}

    public RecentAddresses(Addresses addresses) {
        this.addresses = addresses;
    }

    /** Replaces what reads the targets, and drops what is remembered. */
    public void replace(Addresses next) {
        addresses = next;
    }

    /**
     * Returns what a target addresses.
     *
     * @param now seconds since 1970
     */
    @SuppressWarnings("ReferenceEquality") // it must be the same instance, not an equal one
    public Address read(String target, long now) {
        @Nullable Recent[] slots = recent.get();
        int hash = target.hashCode();
        int slot = (hash ^ hash >>> 16) & (SLOTS - 1);
        Addresses current = addresses;
        Recent known = slots[slot];
        if (known != null && known.by == current && known.target.equals(target) && now < known.granted.until()) {
            return known.granted;
        }
        Address address = current.read(target);
        if (address instanceof Granted granted && target.length() <= MAX_TARGET_LENGTH) {
            slots[slot] = new Recent(target, granted, current);
        }
        return address;
    }
}
