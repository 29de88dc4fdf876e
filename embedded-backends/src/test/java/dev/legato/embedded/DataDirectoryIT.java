package dev.legato.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class DataDirectoryIT {
    @TempDir
    Path folder;

    @Test
    void claim_ofAFolderInUseElsewhere_namesThePidUntilThatIsKilled() throws Exception {
        try (var child = ChildJvm.start(ClaimAndWait.class, folder)) {
            assertEquals("claimed " + folder.toRealPath(), child.line());
            var refused = assertThrows(StartupException.class, () -> DataDirectory.claim(folder, 0));
            assertTrue(refused.getMessage().contains("process " + child.handle().pid()), refused.getMessage());
            child.kill();
            DataDirectory.claim(folder, 0).close();
        }
    }

    /** The child's program. */
    static final class ClaimAndWait {
        public static void main(String[] folder) throws Exception {
            try (var data = DataDirectory.claim(Path.of(folder[0]), 0)) {
                ChildJvm.sayAndWait("claimed " + data.path());
            }
        }
    }
}
