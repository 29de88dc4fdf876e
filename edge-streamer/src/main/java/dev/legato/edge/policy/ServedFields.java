package dev.legato.edge.policy;

import dev.legato.edge.http.FieldList;

/** The fields that a client gets. */
public final class ServedFields {
    private ServedFields() {}

    /** Returns those of a stored response, with its current age (RFC 9111 §4 and §5.1). */
    public static FieldList ofStored(StoredHead head, long now) {
        return head.fields().with("age", Long.toString(head.age(now) / 1000));
    }

    /**
     * Returns those of a response that is passed on as it arrives: without the fields that concern one connection, with a
     * Date, and with its age if it has one already.
     */
    public static FieldList ofForwarded(Exchange exchange, CacheSettings settings) {
        FieldList received = exchange.response().fields();
        FieldList fields = FieldRules.forwarded(received, exchange.responseTime(), settings);
        long seconds = Terms.initialAge(received, exchange.requestTime(), exchange.responseTime()) / 1000;
        return received.has("age") || seconds > 0 ? fields.with("age", Long.toString(seconds)) : fields;
    }
}
