package dev.legato.bench.runner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.bench.TestScenarios;
import dev.legato.bench.corpus.Corpus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FoldersTest {
    @TempDir
    private Path parent;

    @Test
    void write_theCorpus_isThereUntilTheEnd() throws Exception {
        Corpus corpus = TestScenarios.FILES.corpus();
        try (Folders folders = Folders.make(parent)) {
            String remark = folders.write(corpus);
            assertFalse(remark.isEmpty() && !Files.getFileStore(parent).type().equals("tmpfs"), remark);
            try (Stream<Path> files = Files.list(folders.folder("audio"))) {
                assertEquals(
                        corpus.bytes(),
                        files.mapToLong(path -> path.toFile().length()).sum());
            }
        }
        try (Stream<Path> left = Files.list(parent)) {
            assertEquals(List.of(), left.toList());
        }
    }

    @Test
    void make_serversUnderOtherUsers_mayRead() throws Exception {
        try (Folders folders = Folders.make(parent)) {
            assertTrue(Files.getPosixFilePermissions(folders.folder("audio").getParent())
                    .contains(PosixFilePermission.OTHERS_EXECUTE));
        }
    }

    @Test
    void write_moreThanTheDiskHolds_isRefusedBeforehand() throws Exception {
        Corpus huge = Corpus.of(new Corpus.Shape(1000, 1L << 45, 1L << 45, 1));
        try (Folders folders = Folders.make(parent)) {
            RunException refused = assertThrows(RunException.class, () -> folders.write(huge));
            assertEquals(ExitCode.USAGE, refused.exitCode());
            assertTrue(String.valueOf(refused.getMessage()).contains("--files names another folder"));
            try (Stream<Path> files = Files.list(folders.folder("audio"))) {
                assertEquals(List.of(), files.toList());
            }
        }
    }
}
