package dev.legato.ingest;

import dev.legato.runtime.Launcher;

/** Runs event-ingest as a process of its own. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        Launcher.launch(arguments, settings -> new IngestService(IngestSettings.from(settings)));
    }
}
