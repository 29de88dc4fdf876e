package dev.legato.edge.policy;

import static dev.legato.edge.policy.Messages.NOW;
import static dev.legato.edge.policy.Messages.SETTINGS;
import static dev.legato.edge.policy.Messages.after;
import static dev.legato.edge.policy.Messages.date;
import static dev.legato.edge.policy.Messages.fields;
import static dev.legato.edge.policy.Messages.get;
import static dev.legato.edge.policy.Messages.stored;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.legato.edge.http.FieldList;
import org.junit.jupiter.api.Test;

class ServedFieldsTest {
    @Test
    void ofStored_hasAgeAndTheOriginsDates() {
        StoredHead head = stored("Expires: @600 | Date: @0 | Age: 30");
        assertEquals(fields("Expires: @600 | Date: @0 | Age: 33"), ServedFields.ofStored(head, after(3.4)));
    }

    @Test
    void ofForwarded_withheldFieldsGoToTheClientThatAsked() {
        assertEquals(
                fields("Cache-Control: no-cache=\"a\" | a: 1 | Date: @0"),
                forwarded("Cache-Control: no-cache=\"a\" | a: 1 | Date: @0 | Connection: close", 0));
    }

    @Test
    void ofForwarded_ageOnlyIfItHasOne() {
        assertNull(forwarded("Date: @0", 999).get("age"));
        assertEquals("5", forwarded("Date: @0", 5_000).get("age"));
        assertEquals("7200", forwarded("Date: @0 | Age: 7200", 999).get("age"));
        assertEquals("0", forwarded("Date: @0 | Age: abc", 0).get("age"));
        assertEquals("60", forwarded("Date: @-60", 0).get("age"));
    }

    @Test
    void ofForwarded_missingDate_isSupplied() {
        assertEquals(date(0), forwarded("A: 1", 0).get("date"));
    }

    private static FieldList forwarded(String response, long delay) {
        Exchange exchange = new Exchange(get(""), new CacheResponse(200, fields(response)), NOW - delay, NOW);
        return ServedFields.ofForwarded(exchange, SETTINGS);
    }
}
