package dev.legato.media.pipeline;

import dev.legato.media.source.FileNames;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the steps of one import, each of which ends in an outcome, whatever it throws. Once a step has found the disk full,
 * no further one is started: the others would fail for the same reason, and whoever frees space runs the import again.
 */
final class StepRunner {
    private static final Logger LOG = LoggerFactory.getLogger(StepRunner.class);

    /** How ffmpeg and an English system say it. */
    private static final String NO_SPACE = "No space left on device";

    private static final String NO_SPACE_HERE = inTheSystemsWords();

    private final Path folder;
    private volatile boolean full;

    /** @param folder written to, to name it when there is no room in it */
    StepRunner(Path folder) {
        this.folder = folder;
    }

    /** A step of an import. */
    @FunctionalInterface
    interface Step<T> {
        T run() throws IOException, InterruptedException;
    }

    /**
     * Tries a step.
     *
     * @param shown the file's name
     * @param failing said before the reason if it fails
     * @param ended makes a result of the outcome if it fails or is not begun
     */
    <T> T run(String shown, String failing, Step<T> step, Function<FileOutcome, T> ended) throws InterruptedException {
        if (full) {
            return ended.apply(new FileOutcome.Left(shown));
        }
        String reason;
        try {
            return step.run();
        } catch (NoSuchFileException e) {
            reason = "gone: " + FileNames.forPeople(e.getFile());
        } catch (IOException e) {
            requireNotInterrupted();
            reason = reason(e);
        } catch (RuntimeException e) {
            requireNotInterrupted();
            LOG.warn("import of '{}' failed", shown, e);
            reason = "unexpected: " + e;
        }
        return ended.apply(new FileOutcome.Failed(shown, failing + reason));
    }

    /** A file channel or a client that an interrupt cuts off says so in exceptions of its own. */
    private static void requireNotInterrupted() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("the import is stopped");
        }
    }

    private String reason(IOException e) {
        String message = e.getMessage();
        if (message == null) {
            return e.getClass().getSimpleName();
        }
        if (message.contains(NO_SPACE) || message.contains(NO_SPACE_HERE)) {
            full = true;
            return "no space left on " + folder;
        }
        return FileNames.forPeople(message);
    }

    /** The system tells errors in its user's language, and Linux has a device that is always full. */
    private static String inTheSystemsWords() {
        try {
            Files.write(Path.of("/dev/full"), "x".getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            String message = e.getMessage();
            return message == null || message.isBlank() || message.contains("/dev/full") ? NO_SPACE : message;
        }
        return NO_SPACE;
    }
}
