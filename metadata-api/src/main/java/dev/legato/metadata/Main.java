package dev.legato.metadata;

import dev.legato.runtime.Launcher;

/** Runs metadata-api as a process of its own. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        Launcher.launch(arguments, settings -> new MetadataService(MetadataSettings.from(settings)));
    }
}
