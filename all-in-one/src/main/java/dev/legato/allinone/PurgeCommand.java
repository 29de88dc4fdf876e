package dev.legato.allinone;

import dev.legato.embedded.StartupException;
import dev.legato.runtime.client.RetryPolicy;
import dev.legato.runtime.client.ServiceClient;
import dev.legato.runtime.settings.Settings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./legato purge}: tells a caching edge to forget, or to ask its origin again. */
@Command(
        name = "purge",
        description = "Purge what a caching edge has stored, by URL, prefix or tag.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
final class PurgeCommand implements Callable<Integer> {
    private static final String KEY = "edge.cache.purgeKey";

    @Option(names = "--edge", paramLabel = "URL", description = "The management port of the edge.")
    private URI edge = URI.create("http://127.0.0.1:8082");

    @Option(names = "--url", paramLabel = "PATH", description = "A path as clients ask for it; may be repeated.")
    private List<String> urls = List.of();

    @Option(names = "--prefix", paramLabel = "PATH", description = "The beginning of such paths; may be repeated.")
    private List<String> prefixes = List.of();

    @Option(names = "--tag", paramLabel = "TAG", description = "A tag of the origin's responses; may be repeated.")
    private List<String> tags = List.of();

    @Option(names = "--soft", description = "Keep it, stale: it is validated before it is served again.")
    private boolean soft;

    @Option(names = "--config", paramLabel = "FILE", description = "Settings with edge.cache.purgeKey.")
    private @Nullable Path config;

    /** The edge's answer. */
    record Purged(int purged) {}

    @Override
    public Integer call() throws InterruptedException {
        if (urls.isEmpty() && prefixes.isEmpty() && tags.isEmpty()) {
            throw new StartupException("nothing to purge (expected: --url, --prefix or --tag)");
        }
        String key = Settings.load(config, System.getenv())
                .secret(KEY)
                .orElseThrow(() -> new StartupException("%s: not set (expected: the edge's own key)".formatted(KEY)));
        try (ServiceClient client = new ServiceClient("edge", edge, () -> key, RetryPolicy.NONE)) {
            Purged answer = client.post(
                    "/cache/purge",
                    Map.of("urls", urls, "prefixes", prefixes, "tags", tags, "soft", soft),
                    Purged.class);
            System.out.printf("%d purged%n", answer.purged());
            return CommandLine.ExitCode.OK;
        } catch (IOException e) {
            throw new StartupException("%s: %s".formatted(edge, e.getMessage()), e);
        }
    }
}
