package dev.legato.account.device;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What kind of device it is, for its picture. */
public enum DeviceType {
    PHONE,
    TABLET,
    COMPUTER,
    BROWSER,
    SPEAKER,
    TV,
    CAR,
    OTHER;

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException if there is no such type */
    static DeviceType parse(String label) {
        return Arrays.stream(values())
                .filter(type -> type.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("expected: %s"
                        .formatted(
                                Arrays.stream(values()).map(DeviceType::label).collect(Collectors.joining(", ")))));
    }
}
