package dev.legato.testing;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/** What strangers send where a value is expected. */
final class NastyValues {
    private static final String ID = "0000000000000000000000000a";
    private static final int CURSORS_OF_EACH_LENGTH = 60;
    private static final int MAX_PARTS = 5;

    /** As they stand in a URL, escaped or not. */
    static final List<String> IN_URL = List.of(
            "%00",
            "a%00b",
            "%ff",
            "%c3%28",
            "%ed%a0%80",
            "%zz",
            "%2",
            "%",
            "-1",
            "0",
            "51",
            "1.5",
            "1e9",
            "NaN",
            "2147483648",
            "99999999999999999999999999",
            "null",
            "%0d%0aX-Injected:%201",
            "%1b%5b2J",
            "..%2f..%2f",
            "%27%20OR%201%3d1%20--",
            "%F0%9F%8E%B9",
            ID + "0",
            ID.toUpperCase(Locale.ROOT),
            "x".repeat(2_000));

    /** Values of JSON, as texts. */
    static final List<String> IN_JSON = List.of(
            "null",
            "true",
            "-1",
            "0",
            "0.5",
            "1e400",
            "2147483648",
            "99999999999999999999999999",
            "9".repeat(5_000),
            "\"\"",
            "\"\\u0000\"",
            "\"a\\u0000b\"",
            "\"\\ud800\"",
            "\"\\u001b[2J\\u202e\"",
            "\"" + "x".repeat(20_000) + "\"",
            "\"" + ID + "\"",
            "[]",
            "[null]",
            "[[]]",
            "[\"\\u0000\"]",
            "{}",
            "{\"a\": 1, \"a\": 2}");

    /** Whole bodies. */
    static final List<byte[]> BODIES = List.of(
            bytes(""),
            bytes(" "),
            bytes("null"),
            bytes("1"),
            bytes("[]"),
            bytes("{"),
            bytes("{\"a\""),
            bytes("\"x\""),
            bytes("{} {}"),
            bytes("[".repeat(20_000)),
            bytes("{\"a\":".repeat(20_000)),
            bytes("{\"\\ud800\": 1}"),
            bytes("{\"\\u0000\": \"\\u0000\"}"),
            new byte[] {'{', '"', (byte) 0xff, '"', ':', '1', '}'},
            new byte[] {'"', (byte) 0xed, (byte) 0xa0, (byte) 0x80, '"'},
            new byte[] {(byte) 0xfe, (byte) 0xff, 0, '{', 0, '}'},
            new byte[] {0, 0, 0, '{'},
            new byte[1_000]);

    private static final List<String> CURSOR_PARTS = List.of(
            "",
            "0",
            "-1",
            "7",
            "2147483648",
            "9223372036854775807",
            "-9223372036854775808",
            "99999999999999999999999999",
            "253402300799999999",
            "NaN",
            "\0",
            "a\0b",
            "\n",
            "BEGINS",
            "SIMILAR",
            "2026-11-22T08:30:00Z",
            "+1000000000-12-31T23:59:59.999999999Z",
            "-1000000000-01-01T00:00:00Z",
            "+10000-01-01T00:00:00Z",
            ID,
            "x".repeat(200));

    private NastyValues() {}

    /** Cursors of every number of parts, the same each time. */
    static List<String> cursors() {
        SplittableRandom random = new SplittableRandom(12);
        List<String> cursors = new ArrayList<>(List.of(encoded(new byte[] {(byte) 0xff, 0x1f, 'a'})));
        CURSOR_PARTS.forEach(part -> cursors.add(encoded(bytes(part))));
        for (int parts = 2; parts <= MAX_PARTS; parts++) {
            for (int i = 0; i < CURSORS_OF_EACH_LENGTH; i++) {
                cursors.add(encoded(bytes(random.ints(parts, 0, CURSOR_PARTS.size())
                        .mapToObj(CURSOR_PARTS::get)
                        .collect(Collectors.joining("\u001f")))));
            }
        }
        return cursors;
    }

    /** A JSON value with each of its members and elements replaced in turn, and with one left out or one too many. */
    static List<String> mutations(Object json) {
        List<String> mutated = new ArrayList<>();
        switch (json) {
            case JsonObject object -> {
                for (String name : object.fieldNames()) {
                    JsonObject rest = object.copy();
                    rest.remove(name);
                    mutated.add(rest.encode());
                    for (String value : valuesFor(object.getValue(name))) {
                        mutated.add(with(rest, name, value));
                        if (mutated.size() % IN_JSON.size() == 0) {
                            mutated.add(with(object, name, value)); // the member twice
                        }
                    }
                }
                mutated.add(with(object, "unknown\\u0007member", "1"));
            }
            case JsonArray array -> {
                for (String value : array.isEmpty() ? List.<String>of() : valuesFor(array.getValue(0))) {
                    mutated.add("[" + value + "]");
                }
                mutated.add("[" + "0,".repeat(5_000) + "0]");
            }
            default -> {}
        }
        return mutated;
    }

    private static List<String> valuesFor(Object member) {
        List<String> values = new ArrayList<>(IN_JSON);
        if (member instanceof JsonObject || member instanceof JsonArray) {
            values.addAll(mutations(member));
        }
        return values;
    }

    private static String with(JsonObject object, String name, String value) {
        String members = object.encode();
        return members.substring(0, members.length() - 1) + (object.isEmpty() ? "" : ",") + "\"" + name + "\":" + value
                + "}";
    }

    private static String encoded(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
