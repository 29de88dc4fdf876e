package dev.legato.bench.scenario;

/** A scenario against the gateway of a system that runs already. Open loop. */
public sealed interface GatewayScenario extends Scenario permits StartScenario, ApiScenario, IngestScenario {
    /** Taps, calls or events per second, over all generator processes. */
    double rate();
}
