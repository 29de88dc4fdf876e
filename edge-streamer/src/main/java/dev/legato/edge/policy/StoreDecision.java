package dev.legato.edge.policy;

import org.jspecify.annotations.Nullable;

/** Whether a response is stored. */
public sealed interface StoreDecision {
    /**
     * It is stored.
     *
     * @param head that of the whole object, also if only a part of it came
     * @param part the part that came; null if the response is complete
     */
    record Store(StoredHead head, @Nullable PartialContent part) implements StoreDecision {}

    /** It is not stored; each reason is an sf-token, for the detail of Cache-Status. */
    enum Refuse implements StoreDecision {
        /** The method is neither GET nor a POST that names what it returned. */
        METHOD("method"),
        /** The response is about this request alone: a condition, a range or an interim response. */
        STATUS("status"),
        /** {@code no-store} of the response or the request. */
        NO_STORE("no-store"),
        /** {@code must-understand} with a status that this cache does not know. */
        NOT_UNDERSTOOD("must-understand"),
        /** {@code private}. */
        PRIVATE("private"),
        /** The request had Authorization, and the response does not permit sharing. */
        AUTHORIZATION("authorization"),
        /** {@code Vary: *}, or more or larger nominated fields than are kept. */
        VARY("vary"),
        /** Nothing makes it reusable, neither a lifetime nor a validator. */
        NOT_REUSABLE("not-reusable"),
        /** A part that contradicts itself, or several in one response. */
        PART("part"),
        /** Its fields or its tags exceed the bounds. */
        TOO_LARGE("too-large");

        private final String detail;

        Refuse(String detail) {
            this.detail = detail;
        }

        /** Returns the reason as an sf-token. */
        public String detail() {
            return detail;
        }
    }
}
