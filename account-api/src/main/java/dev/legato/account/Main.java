package dev.legato.account;

import dev.legato.runtime.Launcher;

/** Runs account-api as a process of its own. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        Launcher.launch(arguments, settings -> new AccountService(AccountSettings.from(settings)));
    }
}
