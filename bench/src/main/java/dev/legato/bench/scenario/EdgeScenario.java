package dev.legato.bench.scenario;

import java.util.List;

/** A scenario over files, which the bench can serve from any server of its own. */
public sealed interface EdgeScenario extends Scenario permits RangeScenario, PlayersScenario, CacheScenario {
    FilesShape files();

    /** One body in so many is compared byte for byte. */
    int compareOneIn();

    /** The opponents a run has unless told otherwise. */
    List<String> peers();

    /** The server that is compared with the others. */
    default String ours() {
        return "legato";
    }

    /** What a server that is a cache may hold, in bytes; 0 where none is asked for. */
    default long cacheBytes() {
        return 0;
    }
}
