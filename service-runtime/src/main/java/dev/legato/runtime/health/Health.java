package dev.legato.runtime.health;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** What a process depends on, asked anew each time someone wants to know whether it is ready. */
public final class Health {
    private static final int WAIT_SECONDS = 2;

    private final Map<String, Dependency> dependencies = new ConcurrentHashMap<>();
    private volatile State state = State.STARTING;

    /** Where the process stands. */
    public enum State {
        STARTING,
        RUNNING,
        STOPPING
    }

    /** Whether the process should get requests, and how its dependencies are, by name: {@code up} or what is wrong. */
    public record Readiness(boolean ready, State state, Map<String, String> dependencies) {}

    private record Dependency(boolean needed, Supplier<Future<Void>> check) {}

    /** Without this one the process is not ready. */
    public void needs(String name, Supplier<Future<Void>> check) {
        dependencies.put(name, new Dependency(true, check));
    }

    /** Without this one the process is slower or poorer, but ready. */
    public void likes(String name, Supplier<Future<Void>> check) {
        dependencies.put(name, new Dependency(false, check));
    }

    public void enter(State next) {
        state = next;
    }

    /** Asks every dependency, each for at most {@value #WAIT_SECONDS} s. */
    public Future<Readiness> readiness() {
        Map<String, String> states = new ConcurrentHashMap<>();
        List<Future<Boolean>> answers = new ArrayList<>();
        dependencies.forEach((name, dependency) -> answers.add(dependency
                .check()
                .get()
                .timeout(WAIT_SECONDS, TimeUnit.SECONDS)
                .map(_ -> "up")
                .otherwise(failure -> "down: " + failure.getMessage())
                .map(text -> {
                    states.put(name, text);
                    return text.equals("up") || !dependency.needed();
                })));
        return Future.all(answers)
                .map(all -> new Readiness(
                        state == State.RUNNING && all.<Boolean>list().stream().allMatch(ok -> ok),
                        state,
                        new TreeMap<>(states)));
    }
}
