package dev.legato.runtime.health;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What a process depends on. Services that share a process have a view of it each, so that {@code postgres} of one is not
 * taken for another's. A dependency is asked at most once per second, however often the process is probed.
 */
public final class Health {
    private final Registry registry;
    private final String prefix;

    /** Where the process stands. */
    public enum State {
        STARTING,
        RUNNING,
        STOPPING
    }

    /** Whether the process should get requests, and how its dependencies are, by name: {@code up} or what is wrong. */
    public record Readiness(boolean ready, State state, Map<String, String> dependencies) {}

    /** What all views share. */
    private static final class Registry {
        final Map<String, Dependency> dependencies = new ConcurrentHashMap<>();
        final LongSupplier nanoTime;
        volatile State state = State.STARTING;

        Registry(LongSupplier nanoTime) {
            this.nanoTime = nanoTime;
        }
    }

    private Health(Registry registry, String prefix) {
        this.registry = registry;
        this.prefix = prefix;
    }

    /** The health of a process that is starting. */
    public Health() {
        this(System::nanoTime);
    }

    Health(LongSupplier nanoTime) {
        this(new Registry(nanoTime), "");
    }

    /** The same health, in which a service names its dependencies: {@code redis} is reported as {@code {service}.redis}. */
    public Health of(String service) {
        return new Health(registry, service + ".");
    }

    /** Adds a dependency without which the process cannot do its work: while it is down, the process is not ready. */
    public void requires(String name, Supplier<Future<Void>> check) {
        add(name, true, check);
    }

    /** Adds a dependency without which the process does its work slower or in part: it is reported, no more. */
    public void prefers(String name, Supplier<Future<Void>> check) {
        add(name, false, check);
    }

    public void enter(State next) {
        registry.state = next;
    }

    /** Asks every dependency, or takes its last answer if that is fresh. Never fails, and takes two seconds at most. */
    public Future<Readiness> readiness() {
        Map<String, String> states = new ConcurrentHashMap<>();
        List<Future<Boolean>> answers = new ArrayList<>();
        registry.dependencies.forEach(
                (name, dependency) -> answers.add(dependency.state().map(text -> {
                    states.put(name, text);
                    return text.equals(Dependency.UP) || !dependency.isRequired();
                })));
        return Future.all(answers).map(all -> {
            State state = registry.state;
            boolean complete = all.<Boolean>list().stream().allMatch(ok -> ok);
            return new Readiness(state == State.RUNNING && complete, state, new TreeMap<>(states));
        });
    }

    private void add(String name, boolean required, Supplier<Future<Void>> check) {
        String full = prefix + name;
        registry.dependencies.put(full, new Dependency(full, required, check, registry.nanoTime));
    }
}
