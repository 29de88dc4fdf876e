package dev.legato.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DataDirectoryTest {
    private static final String OWN_PID = Long.toString(ProcessHandle.current().pid());

    @TempDir
    Path parent;

    @Test
    void claim_ofAnAbsentFolder_createsItForItsOwnerOnly() throws Exception {
        Path folder = parent.resolve("a/b");
        try (var data = DataDirectory.claim(folder, 0)) {
            assertEquals(folder.toRealPath(), data.path());
            assertEquals("rwx------", mode(folder));
            assertEquals(folder.toRealPath().resolve("postgres"), data.postgres());
            assertEquals("rwx------", mode(data.postgres()));
            assertEquals("rwx------", mode(data.subfolder("other")));
        }
    }

    @Test
    void claim_ofAFolderInUseHere_namesItAndThePid() {
        try (var data = DataDirectory.claim(parent, 0)) {
            var refused = assertThrows(StartupException.class, () -> DataDirectory.claim(parent, 0));
            assertTrue(refused.getMessage().contains(data.path().toString()), refused.getMessage());
            assertTrue(refused.getMessage().contains("process " + OWN_PID), refused.getMessage());
        }
    }

    @Test
    void claim_afterClose_succeeds() {
        DataDirectory.claim(parent, 0).close();
        DataDirectory.claim(parent, 0).close();
    }

    @Test
    void claim_withTooLittleDisk_saysHowMuchAndGivesTheFolderUp() {
        var refused = assertThrows(StartupException.class, () -> DataDirectory.claim(parent, Long.MAX_VALUE));
        assertTrue(refused.getMessage().startsWith("Too little disk for "), refused.getMessage());
        assertTrue(refused.getMessage().contains("MiB free (expected: >= "), refused.getMessage());
        DataDirectory.claim(parent, 0).close();
    }

    @Test
    void claim_ofAFile_saysThatItCannotBeWritten() throws Exception {
        Path file = Files.createFile(parent.resolve("file"));
        var refused = assertThrows(StartupException.class, () -> DataDirectory.claim(file, 0));
        assertTrue(
                refused.getMessage().startsWith("The data folder " + file + " cannot be written"),
                refused.getMessage());
    }

    @Test
    void claim_whereNobodyCanWrite_saysSo() {
        // Not even root can make a folder in /proc.
        Path folder = Path.of("/proc/legato");
        var refused = assertThrows(StartupException.class, () -> DataDirectory.claim(folder, 0));
        assertTrue(refused.getMessage().contains("Make it a folder you own"), refused.getMessage());
    }

    private static String mode(Path path) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
