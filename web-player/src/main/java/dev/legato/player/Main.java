package dev.legato.player;

import dev.legato.runtime.Launcher;

/** Runs the web player's service as a process of its own. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        Launcher.launch(arguments, WebPlayerService::new);
    }
}
