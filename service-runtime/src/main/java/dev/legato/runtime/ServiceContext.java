package dev.legato.runtime;

import dev.legato.runtime.health.Health;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import java.time.Clock;

/** What a process gives each of its services. */
public record ServiceContext(Vertx vertx, Health health, MeterRegistry meters, Clock clock) {
    /** The same for one service: what it depends on is reported under its name. */
    public ServiceContext of(String service) {
        return new ServiceContext(vertx, health.of(service), meters, clock);
    }
}
