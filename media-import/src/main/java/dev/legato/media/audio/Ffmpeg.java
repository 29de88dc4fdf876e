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
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.bytedeco.javacpp.Loader;

/**
 * The ffmpeg and ffprobe executables. Each run is a process of its own: without standard input, with {@link Limits} on
 * its time, its memory and the files it writes, with a limit on what is read of its output, and at a low priority, so
 * that an import does not keep listeners waiting.
 *
 * <p>Inputs are handed over by {@link #music} and {@link #picture}, as files of a few formats and nothing else: no
 * network, no standard input, no playlist that names other files. Their paths are of the importer's own naming (see
 * {@code Workspace}), so that no name a user gave can be taken for an option or a protocol.
 */
public final class Ffmpeg {
    private static final int MAX_OUTPUT = 1 << 20;
    private static final int TAIL = 64 << 10;
    private static final int MAX_MESSAGE = 400;
    private static final String MAX_ALLOCATION = Integer.toString(512 << 20);
    private static final String PICTURES =
            "image2,jpeg_pipe,png_pipe,webp_pipe,bmp_pipe,tiff_pipe,gif,gif_pipe,mjpeg,apng";

    /** A limit that cannot be set is one that is lower already. */
    private static final List<String> LIMITED = List.of(
            "/bin/sh",
            "-c",
            "{ ulimit -c 0; ulimit -v \"$1\"; ulimit -f \"$2\"; ulimit -t \"$3\"; } 2>/dev/null; shift 3; exec \"$@\"",
            "sh");

    /** Causes from which everything else follows; ffmpeg goes on after some, and calls what is left of the music all. */
    private static final List<String> FATAL = List.of("No space left on device", "Cannot allocate memory");

    private static final Path NICE = Path.of("/usr/bin/nice");
    private static final int KILLED_BY_SIGNAL = 128;
    private static final int SIGKILL = 9;
    private static final int SIGXCPU = 24;
    private static final int SIGXFSZ = 25;

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

    /** The options that name a file of music as an input. */
    public static List<String> music(Path file) {
        return input(file, ContentTypes.formats());
    }

    /** The options that name a picture as an input. */
    static List<String> picture(Path file) {
        return input(file, PICTURES);
    }

    private static List<String> input(Path file, String formats) {
        return List.of(
                "-protocol_whitelist", "file", "-format_whitelist", formats, "-i", "file:" + file.toAbsolutePath());
    }

    /** Runs ffmpeg for a small output; otherwise as {@link #run(Limits, List)}. */
    public byte[] run(Duration limit, List<String> arguments) throws IOException, InterruptedException {
        return run(Limits.of(limit), arguments);
    }

    /**
     * Runs ffmpeg and returns its standard output.
     *
     * @param arguments after the options every run has
     * @throws FfmpegException if it fails, wants more than {@code limits} or says too much
     */
    public byte[] run(Limits limits, List<String> arguments) throws IOException, InterruptedException {
        return read(limits, arguments, Ffmpeg::readHead);
    }

    /** What reads a run's standard output while it runs. */
    @FunctionalInterface
    interface OutputReader<T> {
        T read(InputStream output) throws IOException;
    }

    /** Runs ffmpeg and reads its standard output as it comes; otherwise as {@link #run(Limits, List)}. */
    <T> T read(Limits limits, List<String> arguments, OutputReader<T> reader) throws IOException, InterruptedException {
        return execute(
                limits,
                command(ffmpeg, List.of("-nostdin", "-nostats", "-hide_banner", "-loglevel", "error"), arguments),
                reader);
    }

    /** Runs ffprobe and returns its standard output; errors as for {@link #run(Limits, List)}. */
    byte[] probe(Duration limit, List<String> arguments) throws IOException, InterruptedException {
        return execute(Limits.of(limit), command(ffprobe, List.of("-loglevel", "error"), arguments), Ffmpeg::readHead);
    }

    private static List<String> command(Path program, List<String> options, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(options);
        command.addAll(List.of("-max_alloc", MAX_ALLOCATION));
        command.addAll(arguments);
        return command;
    }

    private static <T> T execute(Limits limits, List<String> command, OutputReader<T> reader)
            throws IOException, InterruptedException {
        List<String> limited = new ArrayList<>(LIMITED);
        limited.addAll(List.of(Limits.memoryKib(), limits.fileBlocks(), limits.processorSeconds()));
        limited.addAll(Files.isExecutable(NICE) ? List.of(NICE.toString()) : List.of());
        limited.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(limited);
        builder.environment().clear();
        Process process = builder.start();
        try {
            process.getOutputStream().close();
            CompletableFuture<T> output = readAside(process.getInputStream(), process, reader);
            CompletableFuture<byte[]> messages =
                    readAside(process.getErrorStream(), process, stream -> readTail(stream, process));
            if (!process.waitFor(limits.time().toMillis(), TimeUnit.MILLISECONDS)) {
                throw tooLong(limits);
            }
            // Whoever destroys the process closes the other's stream, too.
            String said = messages.handle((bytes, e) -> bytes == null ? "" : new String(bytes, StandardCharsets.UTF_8))
                    .join();
            Optional<String> fatal = fatal(said);
            if (fatal.isPresent()) {
                throw new FfmpegException(fatal.get());
            }
            if (output.isCompletedExceptionally()) {
                T _ = output.join();
            }
            switch (process.exitValue()) {
                case 0 -> {}
                case KILLED_BY_SIGNAL + SIGXFSZ ->
                    throw new FfmpegException("becomes larger than %d MiB".formatted(limits.fileBytes() >> 20));
                case KILLED_BY_SIGNAL + SIGXCPU -> throw tooLong(limits);
                case KILLED_BY_SIGNAL + SIGKILL ->
                    throw new FfmpegException("was killed, for its time of the processors or for want of memory");
                default -> throw new FfmpegException(message(said, process.exitValue()));
            }
            return output.join();
        } catch (CompletionException e) {
            throw new FfmpegException(
                    "its output cannot be read: " + (e.getCause() == null ? e : e.getCause()).getMessage());
        } finally {
            process.destroyForcibly();
        }
    }

    private static FfmpegException tooLong(Limits limits) {
        return new FfmpegException(
                "took longer than %d s".formatted(limits.time().toSeconds()));
    }

    private static <T> CompletableFuture<T> readAside(InputStream stream, Process process, OutputReader<T> reader) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try (stream) {
                result.complete(reader.read(stream));
            } catch (IOException | RuntimeException e) {
                result.completeExceptionally(e);
                // Unread, it would block on a full pipe until its time is over.
                process.destroyForcibly();
            }
        });
        return result;
    }

    private static byte[] readHead(InputStream stream) throws IOException {
        byte[] head = stream.readNBytes(MAX_OUTPUT);
        if (head.length == MAX_OUTPUT) {
            throw new IOException("more than %d KiB".formatted(MAX_OUTPUT >> 10));
        }
        return head;
    }

    private static Optional<String> fatal(String said) {
        return FATAL.stream().filter(said::contains).findFirst();
    }

    /** The last of what comes; what comes before is thrown away. */
    private static byte[] readTail(InputStream stream, Process process) throws IOException {
        byte[] tail = new byte[2 * TAIL];
        int length = 0;
        for (int read = stream.read(tail); read >= 0; read = stream.read(tail, length, tail.length - length)) {
            length += read;
            if (fatal(new String(tail, 0, length, StandardCharsets.UTF_8)).isPresent()) {
                process.destroyForcibly();
                break;
            }
            if (length == tail.length) {
                System.arraycopy(tail, TAIL, tail, 0, TAIL);
                length = TAIL;
            }
        }
        return Arrays.copyOf(tail, length);
    }

    /** The first error ffmpeg printed, which names the cause, without the addresses and paths that mean nothing. */
    private static String message(String messages, int status) {
        String first = messages.lines()
                .map(line -> line.replaceAll("^(\\[[^]]*] ?)+", "").replaceAll("file:\\S+?/([^/\\s]+): ", ""))
                .map(line -> line.replace("Format not on whitelist", "holds none of"))
                .filter(line -> !line.isBlank())
                .findFirst()
                .orElse("failed with status " + status);
        return first.length() <= MAX_MESSAGE ? first : first.substring(0, MAX_MESSAGE) + "…";
    }
}
