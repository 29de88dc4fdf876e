package dev.legato.analytics;

import java.util.stream.Stream;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.streams.errors.ProcessorStateException;

/** What helps against a failure of Kafka Streams. */
enum Remedy {
    /** Another thread takes over where the failed one was. */
    NEW_THREAD,
    /** Another instance uses this one's name, as after a copy of the state folder: this one takes a new name. */
    NEW_NAME,
    /** The stores on disk cannot be used: they are deleted and restored from Kafka. */
    NEW_STORES;

    /** Decides by the exception and its causes. */
    static Remedy of(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .map(cause -> switch (cause) {
                    case FencedInstanceIdException _ -> NEW_NAME;
                    case ProcessorStateException _ -> NEW_STORES;
                    default -> NEW_THREAD;
                })
                .filter(remedy -> remedy != NEW_THREAD)
                .findFirst()
                .orElse(NEW_THREAD);
    }
}
