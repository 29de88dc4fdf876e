package dev.legato.allinone;

import dev.legato.embedded.DataDirectory;
import dev.legato.embedded.StartupException;
import dev.legato.media.FolderSource;
import dev.legato.media.ImportReport;
import dev.legato.media.MusicSource;
import dev.legato.media.demo.DemoMusic;
import dev.legato.runtime.settings.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./legato up}: everything on embedded defaults, with music playing. */
@Command(
        name = "up",
        description = "Start everything on this machine, import music, print the URLs. Ctrl-C stops it cleanly.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
final class UpCommand implements Callable<Integer> {
    @Option(names = "--music", paramLabel = "DIR", description = "Music to import; without it, demo music is rendered.")
    private @Nullable Path music;

    @Option(names = "--data", paramLabel = "DIR", description = "Where everything is kept.")
    private Path data = Path.of("data");

    @Option(names = "--port", description = "The gateway's port: web player and API.")
    private int port = 8080;

    @Option(names = "--edge-port", description = "The edge's port: audio.")
    private int edgePort = 8081;

    @Option(names = "--management-port", description = "Health and metrics.")
    private int managementPort = 8082;

    @Option(names = "--host", description = "The address to serve on; 0.0.0.0 for the whole network.")
    private String host = "127.0.0.1";

    @Option(names = "--config", paramLabel = "FILE", description = "More settings in YAML.")
    private @Nullable Path config;

    @Override
    public Integer call() throws Exception {
        if (music != null && !Files.isDirectory(music)) {
            throw new StartupException("--music %s: no such folder".formatted(music));
        }
        Settings settings = Settings.load(config, System.getenv()).with(addresses());
        Ports.requireFree(port, "--port");
        Ports.requireFree(edgePort, "--edge-port");
        Ports.requireFree(managementPort, "--management-port");
        Console console = Console.ofProcess();
        StopSignal stop = StopSignal.interrupting(Thread.currentThread());
        try (DataDirectory directory = DataDirectory.claim(data);
                Stack stack = Stack.start(directory, settings, console);
                ImportDoor _ = stack.openImportDoor()) {
            console.say(welcome(stack));
            MusicSource source =
                    music == null ? new DemoMusic(directory.subfolder("demo-music")) : new FolderSource(music);
            ImportReport report = stack.importMusic(source, console);
            report.lines().forEach(console::say);
            stop.await();
        } catch (InterruptedException _) {
            console.say("Stopped.");
        } finally {
            stop.done();
        }
        return 0;
    }

    private String welcome(Stack stack) {
        return """

                  Legato is up.
                    Player      http://localhost:%d
                    API         http://localhost:%1$d/docs
                    Edge        http://localhost:%d
                    Health      http://localhost:%d/health/ready
                    Data        %s
                  Ctrl-C stops it.
                """.formatted(
                        port(stack, "gateway"),
                        port(stack, "edge"),
                        stack.managementPort(),
                        data.toAbsolutePath().normalize());
    }

    private static int port(Stack stack, String service) {
        return stack.url(service).getPort();
    }

    private Map<String, String> addresses() {
        return Map.of(
                "gateway.host", host,
                "gateway.port", Integer.toString(port),
                "edge.host", host,
                "edge.port", Integer.toString(edgePort),
                "management.port", Integer.toString(managementPort));
    }
}
