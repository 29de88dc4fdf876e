package dev.legato.contracts;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A service's answer to an {@link AccountEvent}, on {@link Topics#ACCOUNT_ANSWERS}.
 *
 * @param service the label of a {@link LegatoService}
 * @param part of an export; null if the service says that it has forgotten the account
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AccountAnswer(
        String account, String service, @Nullable Part part) {
    /** The type of events with a part. */
    public static final String EXPORTED = "dev.legato.account.exported";

    /** The type of events without. */
    public static final String FORGOTTEN = "dev.legato.account.forgotten";

    public AccountAnswer {
        Values.require("account", account);
        Word.require("account", account);
        Values.require("service", service);
        Word.require("service", service);
    }

    /**
     * A part of an export, small enough for a record.
     *
     * @param export its id
     * @param index counted from 0
     * @param last whether no more follow
     * @param document what the service holds, as JSON
     */
    public record Part(String export, int index, boolean last, Map<String, Object> document) {
        /** More than any service sends. */
        private static final int MAX_PARTS = 100_000;

        public Part {
            Values.require("export", export);
            Word.require("export", export);
            Values.requireWithin("index", index, MAX_PARTS);
            Values.require("document", document);
        }
    }

    /** The type of its event. */
    public String eventType() {
        return part == null ? FORGOTTEN : EXPORTED;
    }
}
