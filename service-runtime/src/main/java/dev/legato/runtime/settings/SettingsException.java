package dev.legato.runtime.settings;

/** A setting is unknown or bad. The message names the key, the value and what would be right. */
public final class SettingsException extends RuntimeException {
    public SettingsException(String message) {
        super(message);
    }
}
