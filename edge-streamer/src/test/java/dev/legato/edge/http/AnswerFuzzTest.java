package dev.legato.edge.http;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** Preconditions, entity tags, dates and ranges together, from lines of {@code name: value}. */
class AnswerFuzzTest {
    private static final long NOW = 1_800_000_000;
    private static final Representation FILE = new Representation(
            new Validators(EntityTag.strong("tag"), 1_700_000_000), 1000, "audio/flac", "x", "original");

    @FuzzTest(maxDuration = "60s")
    void decide_anyFields_decides(byte[] data) {
        Map<RequestFields.Name, String> fields = new EnumMap<>(RequestFields.Name.class);
        for (String line : new String(data, StandardCharsets.ISO_8859_1).split("\n", -1)) {
            int colon = line.indexOf(": ");
            if (colon > 0) {
                String name = line.substring(0, colon).toUpperCase(Locale.ROOT).replace('-', '_');
                for (RequestFields.Name known : RequestFields.Name.values()) {
                    if (known.name().equals(name)) {
                        fields.put(known, line.substring(colon + 2));
                    }
                }
            }
        }
        assertNotNull(Answer.decide(false, fields::get, FILE, NOW));
        Answer toHead = Answer.decide(true, fields::get, FILE, NOW);
        assertFalse(toHead instanceof Answer.Partial || toHead instanceof Answer.Multipart);
    }
}
