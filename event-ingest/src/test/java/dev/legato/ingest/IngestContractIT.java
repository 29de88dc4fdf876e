package dev.legato.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.legato.embedded.SharedBackends;
import dev.legato.testing.ContractFuzz;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Every operation, asked with values that strangers send. */
final class IngestContractIT {
    @Test
    void operations_ofNastyValues_answerProblems() throws Exception {
        try (IngestProcess ingest = IngestProcess.start(Map.of("kafka.bootstrap", SharedBackends.kafka()))) {
            List<String> faults = new ContractFuzz(ingest.port(), scope -> ingest.authorization("alice", scope))
                    .body("submitEvents", IngestProcess.batch("e1"))
                    .faults();
            assertEquals("", String.join("\n", faults));
        }
    }
}
