package dev.legato.contracts;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What account-api asks of every service that holds something of an account, the data of a {@code dev.legato.account.*} event on
 * {@link Topics#ACCOUNTS}. It is answered by an {@link AccountAnswer}, and asked again until it is.
 *
 * @param export the id of the export that parts are asked for; null for other events
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AccountEvent(String account, @Nullable String export) {
    /** The services that hold something of an account and answer. */
    public static final Set<LegatoService> HOLDERS =
            Set.of(LegatoService.ANALYTICS, LegatoService.PLAYLIST, LegatoService.RECOMMEND, LegatoService.SEARCH);

    public AccountEvent {
        Values.require("account", account);
        Word.require("account", account);
        if (export != null) {
            Word.require("export", export);
        }
    }

    /** What is asked. */
    public enum Type {
        /** The account is gone: forget it. */
        DELETED,
        /** Send all that there is of it. */
        EXPORT_REQUESTED;

        /** The type of its events, such as {@code dev.legato.account.deleted}. */
        public String eventType() {
            return "dev.legato.account." + name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
