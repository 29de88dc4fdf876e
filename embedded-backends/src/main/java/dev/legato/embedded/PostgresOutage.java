package dev.legato.embedded;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Breaks a PostgreSQL under a service's requests in each way it can break, for tests: frozen, killed, starting again. A
 * request may be answered as if nothing were wrong, or with 503 and Retry-After; nothing else, and in bounded time.
 *
 * @param operations the service's requests, by the operation's name
 */
public record PostgresOutage(EmbeddedPostgres postgres, Map<String, Callable<HttpResponse<?>>> operations) {
    /** Far above what a request may take, so that a slow machine fails no test; a request that hangs takes for ever. */
    private static final int ANSWER_SECONDS = 25;

    private static final int ROUNDS = 3;
    private static final int RECOVERY_ROUNDS = 200;

    public PostgresOutage {
        operations = Map.copyOf(operations);
    }

    /**
     * Goes through all of it, and waits at the end until everything works again.
     *
     * @throws AssertionError naming each wrong answer
     */
    public void run() throws InterruptedException {
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            try {
                postgres.suspend();
                round(clients, "frozen");
                round(clients, "frozen for longer");
            } finally {
                postgres.resume();
            }
            recover(clients, "resumed");
            List<Future<Void>> underWay = start(clients, "being killed");
            postgres.kill();
            join(underWay);
            round(clients, "killed");
            underWay = start(clients, "starting");
            postgres.restart();
            join(underWay);
            recover(clients, "restarted");
        }
    }

    /** Requests of each kind, several at a time. */
    private List<Future<Void>> start(ExecutorService clients, String phase) {
        List<Future<Void>> answers = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            operations.forEach((name, request) -> answers.add(clients.submit(() -> {
                check(phase, name, request.call());
                return null;
            })));
        }
        return answers;
    }

    private void round(ExecutorService clients, String phase) throws InterruptedException {
        join(start(clients, phase));
    }

    /** Asks until nothing is unavailable any more. */
    private void recover(ExecutorService clients, String phase) throws InterruptedException {
        Map<String, Integer> unavailable = new TreeMap<>();
        for (int attempt = 0; attempt < RECOVERY_ROUNDS; attempt++) {
            unavailable.clear();
            for (var operation : operations.entrySet()) {
                Future<Integer> status = clients.submit(() -> {
                    HttpResponse<?> response = operation.getValue().call();
                    check(phase, operation.getKey(), response);
                    return response.statusCode();
                });
                if (result(status) == 503) {
                    unavailable.put(operation.getKey(), 503);
                }
            }
            if (unavailable.isEmpty()) {
                return;
            }
        }
        throw new AssertionError("PostgreSQL " + phase + ", still unavailable: " + unavailable.keySet());
    }

    private static void check(String phase, String name, HttpResponse<?> response) {
        boolean unavailable = response.statusCode() == 503
                && response.headers().firstValue("Retry-After").isPresent();
        if (response.statusCode() >= 500 && !unavailable) {
            throw new AssertionError(
                    "PostgreSQL %s, %s: %d %s".formatted(phase, name, response.statusCode(), response.body()));
        }
    }

    private static void join(Collection<Future<Void>> answers) throws InterruptedException {
        for (Future<Void> answer : answers) {
            var _ = result(answer);
        }
    }

    private static <T> T result(Future<T> answer) throws InterruptedException {
        try {
            return answer.get(ANSWER_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new AssertionError(String.valueOf(e.getCause()), e);
        } catch (TimeoutException e) {
            throw new AssertionError("no answer within %d s".formatted(ANSWER_SECONDS), e);
        }
    }
}
