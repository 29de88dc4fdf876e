package dev.legato.search;

import dev.legato.runtime.Launcher;

/** Runs search-api as a process of its own. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        Launcher.launch(arguments, settings -> new SearchService(SearchSettings.from(settings)));
    }
}
