package dev.legato.edge.policy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The content codings that a request accepts (RFC 9110 §12.5.3), reduced to those that matter, so that few variants are
 * stored: {@code zstd}, {@code br} and {@code gzip}, in this order.
 */
public final class AcceptEncoding {
    /** What stands for a request that accepts none of them. */
    private static final String NONE = "identity";

    private static final List<String> CODINGS = List.of("zstd", "br", "gzip");
    private static final int MAX_MEMBERS = 32;

    private AcceptEncoding() {}

    /**
     * Returns the value that is forwarded to the origin instead of the client's, and compared when {@code Vary} nominates
     * the field. The origin must see this value and no other, or a variant might reach a client that cannot decode it.
     *
     * @param value the field's combined value; null if the request has none, which then accepts no coding here
     */
    public static String normalize(@Nullable String value) {
        if (value == null) {
            return NONE;
        }
        Set<String> accepted = new HashSet<>();
        Set<String> refused = new HashSet<>();
        for (String member : value.split(",", MAX_MEMBERS + 1)) {
            String[] parts = member.split(";", 2);
            int weight = parts.length == 1 ? Weight.MAX : Weight.parse(parts[1]);
            (weight > 0 ? accepted : refused).add(parts[0].strip().toLowerCase(Locale.ROOT));
        }
        List<String> chosen = new ArrayList<>(CODINGS.size());
        for (String coding : CODINGS) {
            boolean named = accepted.contains(coding) || refused.contains(coding);
            if (named ? !refused.contains(coding) : accepted.contains("*")) {
                chosen.add(coding);
            }
        }
        return chosen.isEmpty() ? NONE : String.join(", ", chosen);
    }
}
