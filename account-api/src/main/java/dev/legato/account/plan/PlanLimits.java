package dev.legato.account.plan;

import dev.legato.contracts.Entitlements;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a plan allows, as a setting lists it: {@code maxBitrate=160000, streams=1, offline=no, skipsPerHour=6, devices=3}.
 * What is not listed is not limited.
 *
 * @param devices that may be registered
 */
public record PlanLimits(Entitlements entitlements, int devices) {
    /** No limit at all. */
    public static final PlanLimits NONE = new PlanLimits(Entitlements.ALL, Integer.MAX_VALUE);

    private static final String UNLIMITED = "unlimited";

    /** The bounds are those of a signed link's token. */
    private static final int MAX_BITRATE = 999_999_999;

    private static final int MAX_COUNT = 9_999;

    public PlanLimits {
        if (devices < 1) {
            throw new IllegalArgumentException("devices: %d (expected: >= 1)".formatted(devices));
        }
    }

    /**
     * Reads a setting's members.
     *
     * @throws IllegalArgumentException if one is not known, named twice or out of its bounds
     */
    static PlanLimits parse(List<String> members) {
        Map<String, String> values = new HashMap<>();
        for (String member : members) {
            int equals = member.indexOf('=');
            if (equals < 1 || values.put(member.substring(0, equals), member.substring(equals + 1)) != null) {
                throw new IllegalArgumentException("'%s' (expected: name=value, each name once)".formatted(member));
            }
        }
        PlanLimits limits = new PlanLimits(
                new Entitlements(
                        number(values, "maxBitrate", 1, MAX_BITRATE),
                        number(values, "streams", 1, MAX_COUNT),
                        flag(values, "offline"),
                        number(values, "skipsPerHour", 0, MAX_COUNT)),
                number(values, "devices", 1, MAX_COUNT));
        if (!values.isEmpty()) {
            throw new IllegalArgumentException("'%s' (expected: maxBitrate, streams, offline, skipsPerHour or devices)"
                    .formatted(values.keySet().iterator().next()));
        }
        return limits;
    }

    private static int number(Map<String, String> values, String name, int least, int most) {
        String text = values.remove(name);
        if (text == null || text.equals(UNLIMITED)) {
            return Integer.MAX_VALUE;
        }
        if (!text.matches("\\d{1,9}") || Integer.parseInt(text) < least || Integer.parseInt(text) > most) {
            throw new IllegalArgumentException(
                    "%s=%s (expected: %d to %d, or %s)".formatted(name, text, least, most, UNLIMITED));
        }
        return Integer.parseInt(text);
    }

    private static boolean flag(Map<String, String> values, String name) {
        String text = values.remove(name);
        if (text != null && !text.equals("yes") && !text.equals("no")) {
            throw new IllegalArgumentException("%s=%s (expected: yes or no)".formatted(name, text));
        }
        return !"no".equals(text);
    }
}
