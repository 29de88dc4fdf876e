package dev.legato.allinone;

import dev.legato.contracts.SignedPath;
import dev.legato.contracts.SignedPath.Granted;
import dev.legato.contracts.SignedPath.Refused;
import dev.legato.embedded.StartupException;
import dev.legato.runtime.auth.LinkKeys;
import dev.legato.runtime.settings.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./legato token}: signed links from the shell. */
@Command(
        name = "token",
        description = "Make a signed edge URL for an object key or prefix, or explain one.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
final class TokenCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "KEY|URL",
            description = "TRACK/original.flac, or TRACK/ for all under it; or a signed URL.")
    private String subject = "";

    @Option(names = "--hours", description = "For how long the link is good.")
    private int hours = 6;

    @Option(names = "--listener", description = "The account it is made for.")
    private String listener = SignedPath.ANYONE;

    @Option(names = "--unpaced", description = "For a CDN: audio is sent as fast as the network takes it.")
    private boolean unpaced;

    @Option(names = "--edge", paramLabel = "URL", description = "The edge's base URL.")
    private String edge = "http://localhost:8081";

    @Option(names = "--data", paramLabel = "DIR", description = "The data folder of ./legato up, which holds the key.")
    private Path data = Path.of("data");

    @Option(names = "--config", paramLabel = "FILE", description = "Settings with links.keys, instead of --data.")
    private @Nullable Path config;

    @Override
    public Integer call() {
        if (unpaced && !listener.equals(SignedPath.ANYONE)) {
            throw new StartupException(
                    "--unpaced: a link for --listener %s is paced (expected: one of the two)".formatted(listener));
        }
        LinkKeys keys = keys();
        Clock clock = Clock.systemUTC();
        int mark = subject.indexOf("/~");
        if (mark >= 0) {
            return explain(subject.substring(mark + 2), keys, clock.instant());
        }
        String prefix = subject.startsWith("/") ? subject.substring(1) : subject;
        Instant expires = clock.instant().plus(Duration.ofHours(hours));
        String token = unpaced ? keys.unpacedToken(prefix, expires) : keys.token(listener, prefix, expires);
        System.out.printf("%s/audio/~%s/%s%n", edge, token, prefix);
        return 0;
    }

    private static int explain(String tokenAndKey, LinkKeys keys, Instant now) {
        int slash = tokenAndKey.indexOf('/');
        String token = slash < 0 ? tokenAndKey : tokenAndKey.substring(0, slash);
        String key = slash < 0 ? "" : tokenAndKey.substring(slash + 1);
        return switch (SignedPath.verify(token, key, keys.secrets(), now)) {
            case Granted(SignedPath path) -> {
                System.out.printf(
                        "good: opens %s* for %s until %s%s, signed with %s%n",
                        path.prefix(),
                        path.listener().equals(SignedPath.ANYONE) ? "anyone" : path.listener(),
                        path.expires(),
                        path.unpaced() ? ", unpaced" : "",
                        path.keyId());
                yield 0;
            }
            case Refused(var reason) -> {
                System.out.println("refused: "
                        + reason.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' '));
                yield 1;
            }
        };
    }

    private LinkKeys keys() {
        Settings settings = Settings.load(config, System.getenv());
        if (!LinkKeys.pairs(settings).isEmpty()) {
            return LinkKeys.from(settings);
        }
        Path secrets = data.resolve("secrets");
        if (!Files.isDirectory(secrets)) {
            throw new StartupException(
                    "%s: no such folder (expected: the --data of a ./legato up, or links.keys in --config)"
                            .formatted(secrets));
        }
        return LinkKeys.from(settings.with(Map.of("links.keys", new Secrets(secrets).linkKey())));
    }
}
