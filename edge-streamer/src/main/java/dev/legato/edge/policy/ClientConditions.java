package dev.legato.edge.policy;

import dev.legato.edge.http.HttpDate;
import dev.legato.edge.http.Preconditions;
import dev.legato.edge.http.RequestFields;
import dev.legato.edge.http.Validators;

/** The client's own conditions, evaluated against the stored response that answers it (RFC 9111 §4.3.2). */
public final class ClientConditions {
    private ClientConditions() {}

    /**
     * Evaluates the conditions of a GET or HEAD. They count for a stored 200 only; a stored 404 is served as it is.
     * If-Match and If-Unmodified-Since, which the RFC leaves to the origin, are evaluated too: this cache answers for it.
     *
     * @param now milliseconds since 1970
     */
    public static Preconditions.Outcome evaluate(CacheRequest request, StoredHead head, long now) {
        if (head.status() != Statuses.OK) {
            return Preconditions.Outcome.PROCEED;
        }
        long seconds = Math.floorDiv(now, 1000L);
        RequestFields fields = name -> request.fields().get(name.wireName());
        Preconditions.Outcome outcome = Preconditions.evaluate(fields, head.validators(), seconds);
        if (outcome != Preconditions.Outcome.PROCEED
                || request.fields().has("if-none-match")
                || head.validators().lastModified() != HttpDate.NONE) {
            return outcome;
        }
        // Without Last-Modified, the response is not older than its Date.
        RequestFields sinceOnly = name -> name == RequestFields.Name.IF_MODIFIED_SINCE ? fields.get(name) : null;
        return Preconditions.evaluate(sinceOnly, new Validators(null, head.date()), seconds);
    }
}
