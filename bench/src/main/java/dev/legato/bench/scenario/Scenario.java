package dev.legato.bench.scenario;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;

/** What a run does. {@link ScenarioFile} reads one from YAML; {@code kind} says which. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = RangeScenario.class, name = "range"),
    @JsonSubTypes.Type(value = PlayersScenario.class, name = "players"),
    @JsonSubTypes.Type(value = CacheScenario.class, name = "cache"),
    @JsonSubTypes.Type(value = StartScenario.class, name = "start"),
    @JsonSubTypes.Type(value = ApiScenario.class, name = "api"),
    @JsonSubTypes.Type(value = IngestScenario.class, name = "ingest")
})
public sealed interface Scenario permits EdgeScenario, GatewayScenario {
    String name();

    /** What of the world it stands for, in a sentence or two. */
    String imitates();

    Plan plan();

    /** The cases measured one after the other, by the label the report gives each. */
    List<String> cases();

    /** Connections a case needs, over all generator processes. */
    int connections();

    /**
     * Whether a round is one short turn of each server under connections kept open to all of them. Else each server is
     * measured alone, over connections made for it.
     */
    default boolean takesTurns() {
        return false;
    }

    /** Whether a measurement ends with the last of so many answers; the plan's seconds are then the most it may take. */
    default boolean countsRequests() {
        return false;
    }

    /** How often each server gets load over the connections just made, before the first round. */
    default int runInTurns() {
        return 1;
    }

    /** The same under another plan. */
    Scenario with(Plan plan);
}
