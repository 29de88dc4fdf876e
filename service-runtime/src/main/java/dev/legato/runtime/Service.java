package dev.legato.runtime;

import io.vertx.core.Future;

/** One of Legato's services: its composition root. */
public interface Service {
    /** Its name, such as {@code playlist}: the section of its settings, its schema and its place in logs. */
    String name();

    /** Builds its stores, handlers and verticles and deploys them; completes when it serves. */
    Future<RunningService> start(ServiceContext context);
}
