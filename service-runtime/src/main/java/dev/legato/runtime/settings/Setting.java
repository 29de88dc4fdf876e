package dev.legato.runtime.settings;

/**
 * One setting as a program asks for it. {@code docs/operations/settings.md} lists all of them.
 *
 * @param key such as {@code edge.port}
 * @param accepts which values are taken, such as {@code a duration from 100ms to 1h}
 * @param fallback the value if it is not set, as a settings file has it; empty if there is none
 */
public record Setting(String key, String accepts, String fallback) {
    Setting(String key, String accepts) {
        this(key, accepts, "");
    }

    /** The environment's variable for it, such as {@code LEGATO_EDGE_PORT}. */
    public String variable() {
        return KnownKeys.variable(key);
    }
}
