package dev.legato.gateway;

import dev.legato.runtime.Launcher;

/** Runs the gateway as a process of its own. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        Launcher.launch(arguments, settings -> new GatewayService(GatewaySettings.from(settings)));
    }
}
