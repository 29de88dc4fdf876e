package dev.legato.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The folder of a server for tests: deleted when that is closed, or at the latest when the JVM ends. */
final class ThrowAwayFolder {
    private final Path path;
    private final AtomicReference<@Nullable Thread> exitHook = new AtomicReference<>();

    private ThrowAwayFolder(Path path) {
        this.path = path;
    }

    /** Creates one in the system's folder for temporary files, first clearing those of killed JVMs. */
    static ThrowAwayFolder create(String server, Consumer<Path> beforeDeletion) {
        Path parent = Path.of(System.getProperty("java.io.tmpdir"));
        try {
            return new ThrowAwayFolder(OwnedFolder.create(parent, "legato-" + server, beforeDeletion));
        } catch (IOException e) {
            throw new StartupException("No temporary folder in %s (%s).".formatted(parent, e), e);
        }
    }

    Path path() {
        return path;
    }

    /** Runs {@code close} when the JVM ends, unless the folder is deleted before. */
    void beforeExit(Runnable close) {
        Thread hook = new Thread(close, "close-" + path.getFileName());
        exitHook.set(hook);
        Runtime.getRuntime().addShutdownHook(hook);
    }

    void delete() {
        Thread hook = exitHook.getAndSet(null);
        if (hook != null && hook != Thread.currentThread()) {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException _) {
                // The JVM is ending, and the hook runs as well; closing twice does no harm.
            }
        }
        try {
            PrivateFiles.deleteTree(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
