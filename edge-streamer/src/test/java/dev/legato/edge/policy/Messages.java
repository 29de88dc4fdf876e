package dev.legato.edge.policy;

import dev.legato.edge.http.FieldList;
import dev.legato.edge.http.HttpDate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Requests and responses of tests, at a time that stands still. */
final class Messages {
    /** When the first response of a test arrives, in milliseconds. */
    static final long NOW = Instant.parse("2026-11-29T12:00:00.250Z").toEpochMilli();

    static final String TARGET = "http://edge.example/track";
    static final CacheSettings SETTINGS = CacheSettings.DEFAULT;
    static final CacheSettings HONOURING =
            new CacheSettings(true, Duration.ofDays(1), Duration.ofSeconds(10), Duration.ofDays(1), Set.of());

    private Messages() {}

    /** Makes fields of {@code Name: value | Name: value}; a value {@code @-10} is the date 10 s before {@link #NOW}. */
    static FieldList fields(String text) {
        List<FieldList.Line> lines = new ArrayList<>();
        for (String line : text.split("\\|", -1)) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                String value = line.substring(colon + 1).strip();
                lines.add(new FieldList.Line(
                        line.substring(0, colon).strip(),
                        value.startsWith("@") ? date(Long.parseLong(value.substring(1))) : value));
            }
        }
        return new FieldList(lines);
    }

    static String date(long secondsFromNow) {
        return HttpDate.format(NOW / 1000 + secondsFromNow);
    }

    static long after(double seconds) {
        return NOW + (long) (seconds * 1000);
    }

    static CacheRequest request(String method, String fields) {
        return new CacheRequest(method, TARGET, fields(fields));
    }

    static CacheRequest get(String fields) {
        return request("GET", fields);
    }

    static Exchange exchange(CacheRequest request, int status, String responseFields) {
        return new Exchange(request, new CacheResponse(status, fields(responseFields)), NOW, NOW);
    }

    static Exchange exchange(String responseFields) {
        return exchange(get(""), 200, responseFields);
    }

    /** Stores a response that must be storable. */
    static StoredHead stored(Exchange exchange) {
        return ((StoreDecision.Store) Storage.decide(exchange, SETTINGS)).head();
    }

    static StoredHead stored(String responseFields) {
        return stored(exchange(responseFields));
    }

    /** Sends a response to the cache and asks for it again some seconds later. */
    static Reuse reuse(Exchange first, double seconds, CacheRequest second, CacheSettings settings) {
        StoreDecision decision = Storage.decide(first, settings);
        List<StoredHead> variants = decision instanceof StoreDecision.Store store ? List.of(store.head()) : List.of();
        return Reuse.decide(Selection.select(variants, second), second, after(seconds), settings);
    }

    static Reuse reuse(String responseFields, double seconds) {
        return reuse(exchange(responseFields), seconds, get(""), SETTINGS);
    }
}
