package dev.legato.allinone;

import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code ./legato import DIR}: more music into a system that is up. A signal interrupts it. */
@Command(
        name = "import",
        description = "Import a folder of music into a running system. Doing it again changes nothing.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
final class ImportCommand implements Callable<Integer> {
    @Mixin
    private final dev.legato.media.cli.ImportCommand command = new dev.legato.media.cli.ImportCommand();

    @Override
    public Integer call() throws Exception {
        Console console = Console.ofProcess();
        Lifecycle lifecycle = Lifecycle.ofProcess(() -> console.say("Stopped."));
        return lifecycle.run(() ->
                lifecycle.interruptibly(() -> command.run(System.getenv(), Clock.systemUTC(), console, console::say)));
    }
}
