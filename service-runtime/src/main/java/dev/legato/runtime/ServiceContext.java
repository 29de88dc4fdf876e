package dev.legato.runtime;

import dev.legato.runtime.health.Health;
import dev.legato.runtime.management.ManagementOperations;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import java.time.Clock;

/**
 * What a process gives each of its services.
 *
 * @param operations what they offer on the management port
 */
public record ServiceContext(
        Vertx vertx, Health health, MeterRegistry meters, Clock clock, ManagementOperations operations) {
    /** One whose operations nobody can ask for. */
    public ServiceContext(Vertx vertx, Health health, MeterRegistry meters, Clock clock) {
        this(vertx, health, meters, clock, new ManagementOperations());
    }

    /** The same for one service: what it depends on is reported under its name. */
    public ServiceContext of(String service) {
        return new ServiceContext(vertx, health.of(service), meters, clock, operations);
    }
}
