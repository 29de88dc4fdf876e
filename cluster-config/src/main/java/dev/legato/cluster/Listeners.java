package dev.legato.cluster;

import dev.legato.cluster.Cluster.Subscription;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Those who are told of something. One that fails keeps nothing from the others. */
final class Listeners<T> {
    private static final Logger LOG = LoggerFactory.getLogger(Listeners.class);

    private final List<Registered<T>> all = new CopyOnWriteArrayList<>();

    /** Compared by identity, so that a listener can be added twice. */
    private static final class Registered<T> {
        final Consumer<T> listener;

        Registered(Consumer<T> listener) {
            this.listener = listener;
        }
    }

    Subscription add(Consumer<T> listener) {
        Registered<T> registered = new Registered<>(listener);
        all.add(registered);
        return () -> all.remove(registered);
    }

    /** Calls each, one after another, one caller at a time. */
    synchronized void tell(T news) {
        for (Registered<T> registered : all) {
            call(registered.listener, news);
        }
    }

    static <T> void call(Consumer<T> listener, T news) {
        try {
            listener.accept(news);
        } catch (RuntimeException e) {
            LOG.warn("a listener of the cluster failed", e);
        }
    }
}
