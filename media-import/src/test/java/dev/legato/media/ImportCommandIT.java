package dev.legato.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.media.cli.ImportCommand;
import dev.legato.media.cli.ImportSettings;
import dev.legato.media.pipeline.ImportProgress;
import dev.legato.runtime.settings.SettingsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** The options of the command, in this process. */
class ImportCommandIT extends ImportFixture {
    private final List<String> lines = new ArrayList<>();
    private Path data;

    ImportCommandIT() throws IOException {}

    @BeforeEach
    void settings() throws IOException {
        data = folder.resolve("data");
        Path file = ImportSettings.fileOfUp(data);
        Files.createDirectories(file.getParent());
        Files.writeString(
                file, """
                import:
                  objects: %s
                  index: %s
                  metadata: %s
                  account: %s
                  secret: s3cret
                  renditions: aac-96
                """.formatted(objects, folder.resolve("import-index"), catalogue.uri(), catalogue.uri()));
    }

    /** The status; what was printed is in {@link #lines}. */
    private int run(String... arguments) throws Exception {
        lines.clear();
        return CommandLine.populateCommand(new ImportCommand(), arguments)
                .run(Map.of(), Clock.systemUTC(), ImportProgress.NONE, lines::add);
    }

    private String[] of(String... more) {
        List<String> arguments = new ArrayList<>(List.of("--data", data.toString()));
        arguments.addAll(List.of(more));
        return arguments.toArray(String[]::new);
    }

    @Test
    void run_folder_isImportedPurgedAndScrubbed() throws Exception {
        Path tone = music.resolve("a.flac");
        tones.write(tone, 440, TAGS);
        assertEquals(0, run(of("--dry-run", music.toString())));
        assertTrue(lines.getFirst().startsWith("1 would import, 0 would update"), lines.toString());
        assertEquals(List.of(), catalogue.tracks());
        assertEquals(0, run(of(music.toString())));
        assertTrue(lines.getFirst().startsWith("1 imported, 0 unchanged"), lines.toString());
        assertEquals(0, run(of("--dry-run", music.toString())));
        assertTrue(lines.getFirst().endsWith("1 unchanged"), lines.toString());

        Files.delete(tone);
        assertEquals(0, run(of(music.toString())));
        assertEquals(0, run(of("--purge", "--dry-run")));
        assertTrue(lines.getFirst().startsWith("would purge 1 tracks"), lines.toString());
        assertEquals(0, run(of("--purge")));
        assertTrue(lines.getFirst().startsWith("purged 1 tracks"), lines.toString());
        assertEquals(0, run(of("--scrub")));
        assertTrue(lines.getFirst().startsWith("0 objects read"), lines.toString());
    }

    @Test
    void run_someFilesFail_returnsOne() throws Exception {
        Files.writeString(music.resolve("a.flac"), "no music");
        Path config = ImportSettings.fileOfUp(data);
        assertEquals(1, run("--config", config.toString(), music.toString()));
        assertTrue(lines.getFirst().contains("1 failed"), lines.toString());
    }

    @Test
    void run_nothingToTry_saysWhatIsExpected() throws Exception {
        assertEquals(
                "no DIR (expected: a folder, or --scrub or --purge)",
                assertThrows(IOException.class, () -> run(of())).getMessage());
        assertEquals(
                "/nowhere: no such folder",
                assertThrows(IOException.class, () -> run(of("/nowhere"))).getMessage());
        String notUp = assertThrows(IOException.class, () -> run("--data", "/nowhere", music.toString()))
                .getMessage();
        assertEquals(
                "/nowhere/secrets/import.yaml: not there (is a ./legato up running with --data /nowhere? else name --config)",
                notUp);
        Path config = Files.writeString(folder.resolve("legato.yaml"), "import:\n  secret: s\n  odd: 1\n");
        assertThrows(SettingsException.class, () -> run("--config", config.toString(), music.toString()));
    }
}
