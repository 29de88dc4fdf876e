package dev.legato.recommend;

import dev.legato.runtime.Launcher;

/** Runs recommend-api as a process of its own. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        Launcher.launch(arguments, settings -> new RecommendService(RecommendSettings.from(settings)));
    }
}
