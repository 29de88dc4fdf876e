package dev.legato.account.person;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** What a person may do. */
public enum Role {
    /** Listens; every account may. */
    LISTENER,
    /** Imports music and edits the catalogue. */
    CURATOR,
    /** Looks after people, and may all that others may. */
    ADMIN;

    /** Its name in tokens, commands and the database. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException if there is none of this name */
    public static Role parse(String text) {
        return Arrays.stream(values())
                .filter(role -> role.label().equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("role: none of listener, curator, admin"));
    }

    /** Those of a text that may be empty. */
    public static Set<Role> parseSome(String text) {
        return text.isEmpty() ? Set.of() : parseAll(text);
    }

    static Set<Role> parseAll(String text) {
        return Arrays.stream(text.split(" ", -1)).map(Role::parse).collect(Collectors.toUnmodifiableSet());
    }
}
