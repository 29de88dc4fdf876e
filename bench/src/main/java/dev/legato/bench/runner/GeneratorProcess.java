package dev.legato.bench.runner;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.legato.bench.generator.GeneratorMain;
import dev.legato.bench.protocol.LoadJob;
import dev.legato.bench.protocol.Turn;
import dev.legato.bench.runner.peer.JavaCommand;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** One {@link GeneratorMain}, as the controller sees it. */
final class GeneratorProcess implements AutoCloseable {
    private static final List<String> FLAGS = List.of(
            "--enable-native-access=ALL-UNNAMED", "-XX:+UseSerialGC", "-Xms128m", "-Xmx512m", "-XX:-UsePerfData");

    private final JsonMapper json = JsonMapper.builder().build();
    private final Process process;
    private final BufferedWriter to;
    private final BufferedReader from;
    private final List<String> command;

    private GeneratorProcess(Process process, List<String> command) {
        this.process = process;
        this.command = command;
        this.to = process.outputWriter(StandardCharsets.UTF_8);
        this.from = process.inputReader(StandardCharsets.UTF_8);
    }

    static GeneratorProcess start(List<String> more, Path log, UnaryOperator<List<String>> placement)
            throws IOException {
        List<String> flags = Stream.concat(FLAGS.stream(), more.stream()).toList();
        List<String> command = placement.apply(JavaCommand.command(flags, GeneratorMain.class.getName(), List.of()));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(JavaCommand.environment());
        Process process = builder.redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        return new GeneratorProcess(process, command);
    }

    List<String> command() {
        return command;
    }

    void give(LoadJob job) throws IOException, RunException {
        say(json.writeValueAsString(job));
        JsonNode answer = next();
        if (!answer.has("ready")) {
            throw new RunException(ExitCode.SERVER, "generator: %s (expected: ready)".formatted(answer));
        }
    }

    void give(Turn turn) throws IOException {
        say(json.writeValueAsString(turn));
    }

    /** No turn comes any more: it closes the job's connections. */
    void end() throws IOException {
        say(Turn.END);
    }

    /** The next thing it says: an object with {@code ready}, {@code tick} or {@code report}. */
    JsonNode next() throws IOException, RunException {
        String line = from.readLine();
        if (line == null) {
            throw new RunException(ExitCode.SERVER, "the generator process ended unasked; see generator.log");
        }
        JsonNode node = json.readTree(line);
        if (node.has("error")) {
            throw new RunException(ExitCode.SERVER, node.get("error").asText());
        }
        return node;
    }

    private void say(String line) throws IOException {
        to.write(line);
        to.newLine();
        to.flush();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException _) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
