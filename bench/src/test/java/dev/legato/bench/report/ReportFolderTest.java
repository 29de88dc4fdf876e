package dev.legato.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.bench.TestResults;
import dev.legato.bench.result.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportFolderTest {
    @TempDir
    private Path parent;

    private Path folder;

    @BeforeEach
    void prepare() throws IOException {
        folder = parent.resolve("run");
        ReportFolder.prepare(folder);
    }

    @Test
    void read_whatWasWritten_isEqual() throws IOException {
        Result result = TestResults.run(TestResults.twoServers());
        ReportFolder.write(folder, result);
        assertEquals(result, ReportFolder.read(folder));
        assertEquals(result, ReportFolder.read(folder.resolve("result.json")));
    }

    @Test
    void write_commands_canBeRunAgain() throws IOException {
        ReportFolder.write(folder, TestResults.run(TestResults.twoServers()));
        String commands = Files.readString(folder.resolve("commands.txt"));
        assertTrue(commands.startsWith("./legato bench range\n"), commands);
        assertTrue(commands.contains("# legato\nKEY='value' \\\njava\n"), commands);
        assertTrue(commands.contains("# nginx.conf\na<b"), commands);
        assertEquals("kernel: Linux\n", Files.readString(folder.resolve("environment.txt")));
    }

    @Test
    void write_histograms_areForItsPlotter() throws IOException {
        ReportFolder.write(folder, TestResults.run(TestResults.twoServers()));
        String text = Files.readString(folder.resolve("histograms/64KiB-legato-latency.hgrm"));
        assertTrue(text.contains("Value     Percentile"), text);
        assertTrue(Files.exists(folder.resolve("histograms/64KiB-nginx-latency.hgrm")));
    }

    @Test
    void write_page_showsWhatTheRunWas() throws IOException {
        ReportFolder.write(folder, TestResults.run(TestResults.twoServers()));
        String page = Files.readString(folder.resolve("report.html"));
        assertTrue(page.contains("<title>Legato bench: small</title>"), page);
        assertTrue(page.contains("29 Nov 2026, 18:00 UTC · 61 s"), page);
        assertTrue(page.contains("<h1>small: legato, nginx</h1>"), page);
        assertTrue(page.contains("<div class=\"big better\">0.80 ×</div>"), page);
        assertTrue(page.contains("one &lt;remark&gt;") && page.contains("a&lt;b"), "text is escaped");
        assertFalse(page.contains("This run is not a result"));
        assertFalse(page.contains("src=") || page.contains("href="), "needs no other file");
    }

    @Test
    void write_runThatFailed_saysSoAtTheTop() throws IOException {
        ReportFolder.write(
                folder, TestResults.run("refused", List.of("too <slow>"), Map.of(), TestResults.twoServers()));
        String page = Files.readString(folder.resolve("report.html"));
        assertTrue(page.contains("This run is not a result: refused</strong>too &lt;slow&gt;"), page);
    }

    @Test
    void write_folderThatIsGone_fails() throws IOException {
        Files.delete(folder);
        String message = assertThrows(
                        IOException.class, () -> ReportFolder.write(folder, TestResults.run(TestResults.twoServers())))
                .getMessage();
        assertTrue(String.valueOf(message).endsWith("(expected: room for the whole report)"), message);
    }

    @Test
    void prepare_folderWithAFile_isRefused() throws IOException {
        Files.writeString(folder.resolve("other"), "");
        String message = assertThrows(IOException.class, () -> ReportFolder.prepare(folder))
                .getMessage();
        assertEquals(folder + ": not empty (expected: a new folder for the report)", message);
    }

    @Test
    void discardEmpty_reportInIt_isKept() throws IOException {
        Files.writeString(folder.resolve("result.json"), "{}");
        ReportFolder.discardEmpty(folder);
        assertTrue(Files.exists(folder));
        Files.delete(folder.resolve("result.json"));
        ReportFolder.discardEmpty(folder);
        assertFalse(Files.exists(folder));
    }

    @Test
    void read_noRun_saysWhatIsExpected() {
        String message =
                assertThrows(IOException.class, () -> ReportFolder.read(folder)).getMessage();
        assertTrue(String.valueOf(message).endsWith("no such file (expected: the folder of a run)"), message);
    }

    @Test
    void read_otherVersion_isRefused() throws IOException {
        ReportFolder.write(folder, TestResults.run(TestResults.twoServers()));
        Path file = folder.resolve("result.json");
        Files.writeString(file, Files.readString(file).replaceFirst("\"version\" : 1", "\"version\" : 9"));
        String message =
                assertThrows(IOException.class, () -> ReportFolder.read(folder)).getMessage();
        assertTrue(String.valueOf(message).endsWith("version 9 (expected: 1)"), message);
    }
}
