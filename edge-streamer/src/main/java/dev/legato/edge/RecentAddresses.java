package dev.legato.edge;

import dev.legato.edge.Addresses.Address;
import dev.legato.edge.Addresses.Granted;
import io.netty.util.concurrent.FastThreadLocal;
import org.jspecify.annotations.Nullable;

/**
 * Remembers what the last targets addressed, since a player asks for range after range of the same one: parsed, its link
 * verified. Each thread remembers for itself, as many as it has places for, a newer one in the place of an older.
 */
final class RecentAddresses {
    private static final int PLACES = 1024;
    private static final int LONGEST = 512;

    private final Addresses addresses;
    private final FastThreadLocal<@Nullable Recent[]> recent = new FastThreadLocal<>() {
        @Override
        protected @Nullable Recent[] initialValue() {
            return new Recent[PLACES];
        }
    };

    private record Recent(String target, Granted granted) {}

    RecentAddresses(Addresses addresses) {
        this.addresses = addresses;
    }

    /** @param now seconds since 1970 */
    Address read(String target, long now) {
        @Nullable Recent[] places = recent.get();
        int hash = target.hashCode();
        int place = (hash ^ hash >>> 16) & (PLACES - 1);
        Recent known = places[place];
        if (known != null && known.target.equals(target) && now < known.granted.until()) {
            return known.granted;
        }
        Address address = addresses.read(target);
        if (address instanceof Granted granted && target.length() <= LONGEST) {
            places[place] = new Recent(target, granted);
        }
        return address;
    }
}
