package dev.legato.bench;

import com.nimbusds.jose.JOSEException;
import dev.legato.bench.accounts.LogIns;
import dev.legato.bench.accounts.Verification;
import dev.legato.bench.runner.ExitCode;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What access tokens cost to verify, and log-ins to answer. */
@Command(
        name = "accounts",
        description =
                "Measure verifications of access tokens in this process and, with --gateway, log-ins and refreshes.",
        mixinStandardHelpOptions = true)
final class AccountsCommand implements Callable<Integer> {
    private static final int ROUNDS = 15;

    private final Clock clock;

    @Option(names = "--gateway", paramLabel = "URL", description = "a running system, such as http://127.0.0.1:8080")
    private @Nullable String gateway;

    @Option(names = "--pid", paramLabel = "N", description = "the process whose processor time counts; several")
    private List<Long> pids = new ArrayList<>();

    @Option(names = "--listeners", paramLabel = "N", description = "log-ins at a time (default: ${DEFAULT-VALUE})")
    private int listeners = 4;

    @Option(names = "--seconds", paramLabel = "N", description = "of each measurement (default: ${DEFAULT-VALUE})")
    private int seconds = 15;

    AccountsCommand(Clock clock) {
        this.clock = clock;
    }

    @Override
    public Integer call() throws JOSEException, TimeoutException, InterruptedException {
        new Verification(clock, ROUNDS).run().forEach(System.out::println);
        if (gateway == null) {
            return ExitCode.OK;
        }
        try {
            new LogIns(gateway.replaceAll("/+$", ""), pids)
                    .run(listeners, Duration.ofSeconds(seconds))
                    .forEach(System.out::println);
            return ExitCode.OK;
        } catch (IOException | ExecutionException e) {
            System.err.println("bench: " + e.getMessage());
            return ExitCode.SERVER;
        }
    }
}
