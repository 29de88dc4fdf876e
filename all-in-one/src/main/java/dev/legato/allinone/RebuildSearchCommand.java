package dev.legato.allinone;

import dev.legato.embedded.StartupException;
import dev.legato.runtime.client.RetryPolicy;
import dev.legato.runtime.client.ServiceClient;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./legato rebuild-search}: has an instance of search-api build its index again. */
@Command(
        name = "rebuild-search",
        description = "Build the search index again from the catalogue's topic; the old one serves meanwhile.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
final class RebuildSearchCommand implements Callable<Integer> {
    @Option(names = "--at", paramLabel = "URL", description = "The management port of the instance, or of ./legato up.")
    private URI instance = URI.create("http://127.0.0.1:8082");

    /** The instance's answer. */
    record Rebuild(boolean begun) {}

    @Override
    public Integer call() throws InterruptedException {
        try (ServiceClient client = new ServiceClient("search", instance, () -> "", RetryPolicy.NONE)) {
            Rebuild answer = client.post("/search/rebuild", Map.of(), Rebuild.class);
            System.out.println(
                    answer.begun()
                            ? "The index is being built; /health/ready and the log say when it serves."
                            : "An index is being built already.");
            return CommandLine.ExitCode.OK;
        } catch (IOException e) {
            throw new StartupException("%s: %s".formatted(instance, e.getMessage()), e);
        }
    }
}
