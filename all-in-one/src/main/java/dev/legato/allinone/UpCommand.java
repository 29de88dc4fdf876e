package dev.legato.allinone;

import dev.legato.allinone.acme.AcmeSettings;
import dev.legato.allinone.acme.AcmeTls;
import dev.legato.contracts.LegatoService;
import dev.legato.demo.DemoMusic;
import dev.legato.embedded.DataDirectory;
import dev.legato.embedded.StartupException;
import dev.legato.media.pipeline.ImportReport;
import dev.legato.media.source.FolderSource;
import dev.legato.media.source.MusicSource;
import dev.legato.runtime.logging.LogSettings;
import dev.legato.runtime.management.ManagementSettings;
import dev.legato.runtime.settings.Settings;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
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

    @Option(names = "--port", description = "The gateway's port, web player and API: gateway.port, by default 8080.")
    private @Nullable Integer port;

    @Option(names = "--edge-port", description = "The edge's port, audio: edge.port, by default 8081.")
    private @Nullable Integer edgePort;

    @Option(names = "--management-port", description = "Health and metrics: management.port, by default 8082.")
    private @Nullable Integer managementPort;

    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            description = "Where gateway and edge listen, 0.0.0.0 for the whole network: gateway.host and edge.host, by"
                    + " default 127.0.0.1. With --tls acme, the public name of this machine instead.")
    private @Nullable String host;

    @Option(
            names = "--tls",
            paramLabel = "local|acme",
            arity = "0..1",
            fallbackValue = "local",
            defaultValue = "none",
            showDefaultValue = CommandLine.Help.Visibility.NEVER,
            converter = UpTls.Converter.class,
            description =
                    "Serve gateway and edge over HTTPS. local, or no value: with certificates of an authority of this"
                            + " installation's own, DIR/tls/ca.pem, which devices must be told to trust. acme: with a"
                            + " certificate for the name of --host by Let's Encrypt, whose terms you agree to, or by the"
                            + " authority of tls.acme.directory; port 80 must reach this machine.")
    private UpTls tls = UpTls.NONE;

    @Option(names = "--config", paramLabel = "FILE", description = "More settings in YAML.")
    private @Nullable Path config;

    @Override
    public Integer call() throws Exception {
        if (music != null && !Files.isDirectory(music)) {
            throw new StartupException("--music %s: no such folder".formatted(music));
        }
        Console console = Console.ofProcess();
        Lifecycle lifecycle = Lifecycle.ofProcess(() -> console.say("Stopped."));
        return lifecycle.run(() -> up(lifecycle, console));
    }

    private int up(Lifecycle lifecycle, Console console) throws Exception {
        Settings settings = Settings.load(config, System.getenv()).with(given());
        if (tls == UpTls.ACME) {
            settings = PublicName.of(host).settings(settings);
        }
        LogSettings.from(settings).apply();
        int gatewayPort = settings.port("gateway.port", LegatoService.GATEWAY.port());
        int audioPort = settings.port("edge.port", LegatoService.EDGE.port());
        Listening gateway = Listening.of(settings, "gateway");
        Listening edge = Listening.of(settings, "edge");
        ManagementSettings management = ManagementSettings.from(settings);
        Ports.requireFree(gateway.host(), gatewayPort, "--port");
        Ports.requireFree(edge.host(), audioPort, "--edge-port");
        Ports.requireFree(management.host(), management.port(), "--management-port");
        DataDirectory directory =
                lifecycle.start("The data folder", () -> DataDirectory.claim(data), DataDirectory::close);
        settings = settings.with(certificates(directory, settings, gateway, edge, lifecycle));
        Stack stack = Stack.start(directory, settings, lifecycle, console);
        ImportDoor _ = lifecycle.start("The door for imports", stack::openImportDoor, ImportDoor::close);
        AccountDoor _ = lifecycle.start("The door for accounts", stack::openAccountDoor, AccountDoor::close);
        Welcome welcome = new Welcome(
                seen(gateway),
                stack.url(LegatoService.GATEWAY).getPort(),
                seen(edge),
                stack.url(LegatoService.EDGE).getPort(),
                health(management, stack.managementPort()),
                directory.path(),
                tls);
        console.say(welcome.text());
        stack.firstAdminLink()
                .ifPresent(link ->
                        console.say("  To become its administrator, sign up by this link, which works once:%n    %s%n"
                                .formatted(link)));
        MusicSource source = music == null ? new DemoMusic(directory.subfolder("demo-music")) : new FolderSource(music);
        ImportReport report = lifecycle.interruptibly(() -> stack.importMusic(source, console));
        report.lines().forEach(console::say);
        lifecycle.awaitStop();
        return 0;
    }

    private static URI health(ManagementSettings management, int port) {
        return URI.create("%s://%s:%d/health/ready"
                .formatted(
                        management.tls().isPresent() ? "https" : "http",
                        new Listening(management.host()).here(),
                        port));
    }

    /** Settings that have gateway and edge speak TLS as the command line asks. */
    private Map<String, String> certificates(
            DataDirectory directory, Settings settings, Listening gateway, Listening edge, Lifecycle lifecycle) {
        return switch (tls) {
            case NONE -> Map.of();
            case LOCAL -> HouseTls.open(directory).settings(List.of(gateway, edge));
            case ACME -> {
                PublicName name = PublicName.of(host);
                AcmeTls acme = lifecycle.startInterruptibly(
                        "The certificate of " + name.host(),
                        () -> AcmeTls.open(
                                directory.subfolder("tls/acme"),
                                AcmeSettings.from(settings),
                                name.host(),
                                gateway.host(),
                                name.url(settings),
                                Clock.systemUTC()),
                        AcmeTls::close);
                yield HouseTls.servedBy(acme.certificate(), acme.key());
            }
        };
    }

    /** An address as people see it: a certificate is for one name. */
    private Listening seen(Listening address) {
        return tls == UpTls.ACME ? new Listening(PublicName.of(host).host()) : address;
    }

    /** What the command line sets, by settings key; it wins over the environment and the file. */
    private Map<String, String> given() {
        Map<String, String> given = new HashMap<>();
        put(given, "gateway.port", port);
        put(given, "edge.port", edgePort);
        put(given, "management.port", managementPort);
        if (tls != UpTls.ACME) {
            put(given, "gateway.host", host);
            put(given, "edge.host", host);
        }
        return given;
    }

    private static void put(Map<String, String> given, String key, @Nullable Object value) {
        if (value != null) {
            given.put(key, value.toString());
        }
    }
}
