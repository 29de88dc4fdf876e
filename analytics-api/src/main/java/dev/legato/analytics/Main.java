package dev.legato.analytics;

import dev.legato.runtime.Launcher;

/** Runs analytics-api as a process of its own. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        Launcher.launch(arguments, settings -> new AnalyticsService(AnalyticsSettings.from(settings)));
    }
}
