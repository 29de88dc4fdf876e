package dev.legato.account.plan;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The plans that an account may have. */
public enum Plan {
    /** What everyone has who has no other. */
    FREE,
    PREMIUM,
    /** Shared by its owner with members. */
    FAMILY,
    STUDENT,
    /** What an account may try once. */
    TRIAL;

    /** The plan's name in settings and over the wire. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException if there is no such plan */
    public static Plan parse(String label) {
        return Arrays.stream(values())
                .filter(plan -> plan.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("expected: %s"
                        .formatted(Arrays.stream(values()).map(Plan::label).collect(Collectors.joining(", ")))));
    }
}
