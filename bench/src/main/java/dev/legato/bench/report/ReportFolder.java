package dev.legato.bench.report;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.legato.bench.protocol.Histograms;
import dev.legato.bench.result.Result;
import dev.legato.bench.result.Result.Case;
import dev.legato.bench.result.Result.Outcome;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The folder a run leaves behind:
 *
 * <pre>
 * report.html        the page
 * result.json        every figure, {@link Result}
 * histograms/        one .hgrm a server and case, for HdrHistogram's plotter
 * environment.txt    what the run stood on
 * commands.txt       what was run, word for word
 * </pre>
 */
public final class ReportFolder {
    private static final long ROOM = 16L << 20;
    private static final JsonMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();

    private ReportFolder() {}

    /**
     * Makes the folder before the run, so that a long run does not end without a place for its report.
     *
     * @throws IOException when it cannot be made, is not empty, or has no room; the message says which
     */
    public static void prepare(Path folder) throws IOException {
        Files.createDirectories(folder);
        try (Stream<Path> inside = Files.list(folder)) {
            if (inside.findAny().isPresent()) {
                throw new IOException("%s: not empty (expected: a new folder for the report)".formatted(folder));
            }
        }
        long room = Files.getFileStore(folder).getUsableSpace();
        if (room < ROOM) {
            throw new IOException(
                    "%s: %,d kB free (expected: >= %,d kB for the report)".formatted(folder, room / 1000, ROOM / 1000));
        }
    }

    /**
     * Writes all files, or none.
     *
     * @throws IOException when they cannot all be written; the folder is gone then
     */
    public static void write(Path folder, Result result) throws IOException {
        try {
            writeAll(folder, result);
        } catch (IOException e) {
            remove(folder, e);
            throw new IOException("%s: %s (expected: room for the whole report)".formatted(folder, reason(e)), e);
        }
    }

    /** Takes back what {@link #prepare} made, when a run has ended without anything to write. */
    public static void discardEmpty(Path folder) {
        try {
            Files.deleteIfExists(folder);
        } catch (IOException _) {
            // There is a report in it, or it cannot be deleted, which is no worse than before.
        }
    }

    private static void remove(Path folder, IOException because) {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException | UncheckedIOException e) {
            because.addSuppressed(e);
        }
    }

    /** The kernel's reason, such as {@code No space left on device}, where it gave one. */
    private static String reason(IOException e) {
        return e instanceof FileSystemException file && file.getReason() != null
                ? file.getReason()
                : String.valueOf(e.getMessage());
    }

    private static void writeAll(Path folder, Result result) throws IOException {
        Files.writeString(folder.resolve("result.json"), JSON.writeValueAsString(result));
        Files.writeString(folder.resolve("report.html"), Page.of(result, css()));
        Files.writeString(
                folder.resolve("environment.txt"),
                result.environment().entrySet().stream()
                        .map(fact -> fact.getKey() + ": " + fact.getValue() + "\n")
                        .collect(Collectors.joining()));
        Files.writeString(folder.resolve("commands.txt"), commands(result));
        Path histograms = Files.createDirectories(folder.resolve("histograms"));
        for (Case one : result.cases()) {
            for (Outcome outcome : one.outcomes()) {
                for (var histogram : outcome.histograms().entrySet()) {
                    String name = "%s-%s-%s.hgrm".formatted(one.label(), outcome.server(), histogram.getKey());
                    Files.write(
                            histograms.resolve(name.replaceAll("[^A-Za-z0-9.-]+", "_")), text(histogram.getValue()));
                }
            }
        }
    }

    /**
     * Reads a run.
     *
     * @param folder of the run, or its result.json
     */
    public static Result read(Path folder) throws IOException {
        Path file = Files.isDirectory(folder) ? folder.resolve("result.json") : folder;
        if (!Files.isRegularFile(file)) {
            throw new IOException("%s: no such file (expected: the folder of a run)".formatted(file));
        }
        Result result = JSON.readValue(Files.readString(file), Result.class);
        if (result.version() != Result.VERSION) {
            throw new IOException("%s: version %d (expected: %d)".formatted(file, result.version(), Result.VERSION));
        }
        return result;
    }

    static String css() throws IOException {
        try (InputStream css = ReportFolder.class.getResourceAsStream("/dev/legato/bench/report/report.css")) {
            return new String(Objects.requireNonNull(css, "report.css").readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static byte[] text(String encoded) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        Histograms.decode(encoded)
                .outputPercentileDistribution(new PrintStream(text, false, StandardCharsets.UTF_8), 1e6);
        return text.toByteArray();
    }

    private static String commands(Result result) {
        StringBuilder text = new StringBuilder(String.join(" ", result.command())).append("\n");
        for (Result.Server server : result.servers()) {
            text.append("\n# ").append(server.name()).append("\n");
            server.environment()
                    .forEach((name, value) ->
                            text.append(name).append("='").append(value).append("' \\\n"));
            text.append(String.join(" ", server.command())).append("\n");
            server.files()
                    .forEach((name, content) ->
                            text.append("\n# ").append(name).append("\n").append(content));
        }
        return text.toString();
    }
}
