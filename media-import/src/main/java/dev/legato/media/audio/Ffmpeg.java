package dev.legato.media.audio;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.bytedeco.javacpp.Loader;
import org.jspecify.annotations.Nullable;

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
    private static final int TAIL = 64 << 10;
    private static final int MAX_MESSAGE = 400;
    private static final Pattern LEVEL = Pattern.compile("\\[info]");
    private static final Pattern ERROR = Pattern.compile("\\[(error|fatal|panic)]");
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
        return execute(limit, null, command("error", arguments), Ffmpeg::readHead)
                .output();
    }

    /** What reads a run's standard output while it runs. */
    @FunctionalInterface
    interface OutputReader<T> {
        T read(InputStream output, Process process) throws IOException;
    }

    /**
     * What a run gave.
     *
     * @param messages the end of what it said
     */
    record Finished<T>(T output, String messages) {}

    /**
     * Runs ffmpeg where filters may write files by plain names, reads its standard output as it comes, and keeps what it
     * says; errors as for {@link #run}.
     *
     * @param folder its working directory
     */
    <T> Finished<T> analyse(Duration limit, Path folder, List<String> arguments, OutputReader<T> reader)
            throws IOException, InterruptedException {
        return execute(limit, folder, command("level+info", arguments), reader);
    }

    /** Runs ffprobe and returns its standard output; errors as for {@link #run}. */
    byte[] probe(Duration limit, List<String> arguments) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of(ffprobe.toString(), "-v", "error", "-protocol_whitelist", "file,pipe"));
        command.addAll(arguments);
        return execute(limit, null, command, Ffmpeg::readHead).output();
    }

    private List<String> command(String logLevel, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(
                ffmpeg.toString(),
                "-nostdin",
                "-nostats",
                "-hide_banner",
                "-loglevel",
                logLevel,
                "-max_alloc",
                MAX_ALLOCATION,
                "-protocol_whitelist",
                "file,pipe"));
        command.addAll(arguments);
        return command;
    }

    private static <T> Finished<T> execute(
            Duration limit, @Nullable Path folder, List<String> command, OutputReader<T> reader)
            throws IOException, InterruptedException {
        List<String> patient = new ArrayList<>(Files.isExecutable(NICE) ? List.of(NICE.toString()) : List.of());
        patient.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(patient);
        builder.environment().clear();
        if (folder != null) {
            builder.directory(folder.toFile());
        }
        Process process = builder.start();
        try {
            process.getOutputStream().close();
            CompletableFuture<T> output = readAside(process.getInputStream(), process, reader);
            CompletableFuture<byte[]> messages = readAside(process.getErrorStream(), process, Ffmpeg::readTail);
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new FfmpegException("took longer than %d s".formatted(limit.toSeconds()));
            }
            String said = new String(messages.join(), StandardCharsets.UTF_8);
            if (process.exitValue() != 0) {
                throw new FfmpegException(message(said, process.exitValue()));
            }
            return new Finished<>(output.join(), said);
        } catch (CompletionException e) {
            throw new FfmpegException("its output cannot be read: " + e.getCause());
        } finally {
            process.destroyForcibly();
        }
    }

    private static <T> CompletableFuture<T> readAside(InputStream stream, Process process, OutputReader<T> reader) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try (stream) {
                result.complete(reader.read(stream, process));
            } catch (IOException | RuntimeException e) {
                // Unread, it would block on a full pipe until its time is over.
                process.destroyForcibly();
                result.completeExceptionally(e);
            }
        });
        return result;
    }

    private static byte[] readHead(InputStream stream, Process process) throws IOException {
        byte[] head = stream.readNBytes(MAX_OUTPUT);
        if (head.length == MAX_OUTPUT) {
            // Broken input can print without end.
            process.destroyForcibly();
        }
        return head;
    }

    /** The last of what comes; what comes before is thrown away. */
    private static byte[] readTail(InputStream stream, Process process) throws IOException {
        byte[] tail = new byte[0];
        while (true) {
            byte[] next = stream.readNBytes(TAIL);
            if (next.length == TAIL || tail.length == 0) {
                tail = next;
            } else {
                byte[] both = Arrays.copyOf(tail, tail.length + next.length);
                System.arraycopy(next, 0, both, tail.length, next.length);
                return both;
            }
            if (next.length < TAIL) {
                return tail;
            }
        }
    }

    /** The first error ffmpeg printed, which names the cause, without the addresses and paths that mean nothing. */
    private static String message(String messages, int status) {
        boolean levels = LEVEL.matcher(messages).find();
        String first = messages.lines()
                .filter(line -> !levels || ERROR.matcher(line).find())
                .map(line -> line.replaceAll("^(\\[[^]]*] ?)+", "").replaceAll("file:\\S+?/([^/\\s]+): ", ""))
                .filter(line -> !line.isBlank())
                .findFirst()
                .orElse("failed with status " + status);
        return first.length() <= MAX_MESSAGE ? first : first.substring(0, MAX_MESSAGE) + "…";
    }
}
