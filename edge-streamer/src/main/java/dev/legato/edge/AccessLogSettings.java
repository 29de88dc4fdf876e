package dev.legato.edge;

import dev.legato.edge.access.AccessLog;
import dev.legato.edge.access.ListenerHash;
import dev.legato.edge.metrics.EdgeMetrics;
import dev.legato.runtime.settings.Settings;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether and where answers are recorded.
 *
 * @param oneOf {@code edge.accessLog} (0): 0 for none, 1 for every answer, n for one of n
 * @param file {@code edge.accessLogFile}, appended to; standard output if there is none
 */
record AccessLogSettings(int oneOf, Optional<Path> file) {
    /** For links nobody signs there is no listener to hide. */
    private static final byte[] NO_SECRET = {0};

    static AccessLogSettings from(Settings settings) {
        return new AccessLogSettings(
                (int) settings.integer("edge.accessLog", 0, 0, 1_000_000), settings.path("edge.accessLogFile"));
    }

    /**
     * Opens the log; null if there is to be none.
     *
     * @param secrets of signed links, whose first by id hashes listeners
     */
    @Nullable
    AccessLog open(Map<String, byte[]> secrets, InstantSource clock, EdgeMetrics metrics) throws IOException {
        if (oneOf == 0) {
            return null;
        }
        byte[] secret = secrets.keySet().stream()
                .min(String::compareTo)
                .map(secrets::get)
                .orElse(NO_SECRET);
        return new AccessLog(this::output, oneOf, new ListenerHash(secret), clock, System::nanoTime, metrics);
    }

    private OutputStream output() throws IOException {
        return file.isPresent()
                ? Files.newOutputStream(file.get(), StandardOpenOption.CREATE, StandardOpenOption.APPEND)
                : new BufferedOutputStream(new FileOutputStream(FileDescriptor.out)) {
                    @Override
                    public void close() throws IOException {
                        flush(); // others write there still
                    }
                };
    }
}
