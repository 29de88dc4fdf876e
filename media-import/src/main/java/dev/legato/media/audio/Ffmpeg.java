package dev.legato.media.audio;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.bytedeco.javacpp.Loader;

/**
 * The ffmpeg and ffprobe executables. Each run is a process of its own: without network protocols and standard input,
 * with a limit on its time, on the memory of one allocation, and on what is read of its output, and at a low priority,
 * so that an import does not keep listeners waiting.
 *
 * <p>Files are handed over as {@code file:} paths of the importer's own naming (see {@code Workspace}), so that no name
 * a user gave can be taken for an option or a protocol.
 */
public final class Ffmpeg {
    private static final int MAX_OUTPUT = 1 << 20;
    private static final int MAX_MESSAGE = 400;
    private static final String MAX_ALLOCATION = Integer.toString(256 << 20);

    private static final Path NICE = Path.of("/usr/bin/nice");

    private final Path ffmpeg;
    private final Path ffprobe;

    private Ffmpeg(Path ffmpeg, Path ffprobe) {
        this.ffmpeg = ffmpeg;
        this.ffprobe = ffprobe;
    }

    /**
     * Unpacks the executables into the user's cache (once per machine) and finds them.
     *
     * @throws IOException if there are none for this platform
     */
    public static Ffmpeg load() throws IOException {
        try {
            Path ffmpeg = Path.of(Loader.load(org.bytedeco.ffmpeg.ffmpeg.class));
            Path ffprobe = Path.of(Loader.load(org.bytedeco.ffmpeg.ffprobe.class));
            return new Ffmpeg(ffmpeg, ffprobe);
        } catch (UnsatisfiedLinkError | IllegalStateException | NullPointerException e) {
            throw new IOException(
                    "no ffmpeg for %s %s (expected: Linux on x86_64); import on such a machine into the shared store"
                            .formatted(System.getProperty("os.name"), System.getProperty("os.arch")),
                    e);
        }
    }

    /**
     * Runs ffmpeg and returns its standard output.
     *
     * @param arguments after the options every run has; inputs as {@code file:} paths
     * @throws FfmpegException if it fails, takes longer than {@code limit} or says too much
     */
    public byte[] run(Duration limit, List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                ffmpeg.toString(),
                "-nostdin",
                "-hide_banner",
                "-loglevel",
                "error",
                "-max_alloc",
                MAX_ALLOCATION,
                "-protocol_whitelist",
                "file,pipe"));
        command.addAll(arguments);
        return execute(limit, command);
    }

    /** Runs ffprobe and returns its standard output; errors as for {@link #run}. */
    byte[] probe(Duration limit, List<String> arguments) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of(ffprobe.toString(), "-v", "error", "-protocol_whitelist", "file,pipe"));
        command.addAll(arguments);
        return execute(limit, command);
    }

    private static byte[] execute(Duration limit, List<String> command) throws IOException, InterruptedException {
        List<String> patient = new ArrayList<>(Files.isExecutable(NICE) ? List.of(NICE.toString()) : List.of());
        patient.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(patient);
        builder.environment().clear();
        Process process = builder.start();
        try {
            process.getOutputStream().close();
            CompletableFuture<byte[]> output = readAside(process.getInputStream(), process);
            CompletableFuture<byte[]> messages = readAside(process.getErrorStream(), process);
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new FfmpegException("took longer than %d s".formatted(limit.toSeconds()));
            }
            byte[] standardOutput = output.join();
            if (process.exitValue() != 0) {
                throw new FfmpegException(message(messages.join(), process.exitValue()));
            }
            return standardOutput;
        } finally {
            process.destroyForcibly();
        }
    }

    private static CompletableFuture<byte[]> readAside(InputStream stream, Process process) {
        CompletableFuture<byte[]> bytes = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try (stream) {
                byte[] head = stream.readNBytes(MAX_OUTPUT);
                if (head.length == MAX_OUTPUT) {
                    // It would block on a full pipe until its time is over: broken input can print without end.
                    process.destroyForcibly();
                }
                bytes.complete(head);
            } catch (IOException e) {
                bytes.complete(new byte[0]);
            }
        });
        return bytes;
    }

    /** The first line ffmpeg printed, which names the cause, without the addresses and paths that mean nothing. */
    private static String message(byte[] messages, int status) {
        String first = new String(messages, StandardCharsets.UTF_8)
                .lines()
                .map(line -> line.replaceAll("^(\\[[^]]*] ?)+", "").replaceAll("file:\\S+?/([^/\\s]+): ", ""))
                .filter(line -> !line.isBlank())
                .findFirst()
                .orElse("failed with status " + status);
        return first.length() <= MAX_MESSAGE ? first : first.substring(0, MAX_MESSAGE) + "…";
    }
}
