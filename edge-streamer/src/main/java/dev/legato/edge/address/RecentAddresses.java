package dev.legato.edge.address;

import dev.legato.edge.address.Addresses.Address;
import dev.legato.edge.address.Addresses.Granted;
import io.netty.util.concurrent.FastThreadLocal;
import org.jspecify.annotations.Nullable;

/**
 * Remembers what the last targets addressed, since a player asks for range after range of the same one: parsed, its link
 * verified. Each thread remembers for itself, as many as it has places for, a newer one in the place of an older.
 */
public final class RecentAddresses {
    private static final int PLACES = 1024;
    private static final int LONGEST = 512;

    private volatile Addresses addresses;
    private final FastThreadLocal<@Nullable Recent[]> recent = new FastThreadLocal<>() {
        @Override
        protected @Nullable Recent[] initialValue() {
            return new Recent[PLACES];
        }
    };

    /** @param by whose word it is, which holds as long as that is asked */
    private record Recent(String target, Granted granted, Addresses by) {}

    public RecentAddresses(Addresses addresses) {
        this.addresses = addresses;
    }

    /** Has these decide from now on, and forgets what others said. */
    public void replace(Addresses next) {
        addresses = next;
    }

    /** @param now seconds since 1970 */
    @SuppressWarnings("ReferenceEquality") // the same instance, not one that is equal
    public Address read(String target, long now) {
        @Nullable Recent[] places = recent.get();
        int hash = target.hashCode();
        int place = (hash ^ hash >>> 16) & (PLACES - 1);
        Addresses current = addresses;
        Recent known = places[place];
        if (known != null && known.by == current && known.target.equals(target) && now < known.granted.until()) {
            return known.granted;
        }
        Address address = current.read(target);
        if (address instanceof Granted granted && target.length() <= LONGEST) {
            places[place] = new Recent(target, granted, current);
        }
        return address;
    }
}
