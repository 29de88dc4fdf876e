package dev.legato.bench.scenario;

import java.util.List;

/** A scenario over files, which the bench can serve from any server of its own. */
public sealed interface EdgeScenario extends Scenario permits RangeScenario, PlayersScenario {
    FilesShape files();

    /** One body in so many is compared byte for byte. */
    int compareOneIn();

    /** The opponents a run has unless told otherwise. */
    List<String> peers();
}
