package dev.legato.account.signin;

import dev.legato.runtime.settings.Settings;
import dev.legato.runtime.settings.SettingsException;

/**
 * Who may sign up.
 *
 * @param mode {@code account.signUp}
 * @param verify {@code account.verifyMail}, whether an account is good only after its address is confirmed
 */
public record SignUpSettings(Mode mode, boolean verify) {
    /** Who may sign up. */
    public enum Mode {
        /** Everyone. */
        OPEN,
        /** Who has an invitation. */
        INVITED,
        /** Nobody. */
        CLOSED
    }

    /**
     * Reads them.
     *
     * @param mailed whether mail can be sent
     */
    public static SignUpSettings from(Settings settings, boolean mailed) {
        boolean verify = settings.flag("account.verifyMail", false);
        if (verify && !mailed) {
            throw new SettingsException("account.verifyMail: true without account.smtp.host (expected: a mail server)");
        }
        return new SignUpSettings(settings.choice("account.signUp", Mode.OPEN), verify);
    }
}
