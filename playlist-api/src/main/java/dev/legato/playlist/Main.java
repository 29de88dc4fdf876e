package dev.legato.playlist;

import dev.legato.runtime.Launcher;

/** Runs playlist-api as a process of its own. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        Launcher.launch(arguments, settings -> new PlaylistService(PlaylistSettings.from(settings)));
    }
}
