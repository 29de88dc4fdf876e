package dev.legato.runtime.jvm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** An event loop that finds the heap full would catch the error and go on with whatever it had not done. */
class FullHeapIT {
    /** Of -XX:+ExitOnOutOfMemoryError. */
    private static final int OUT_OF_MEMORY = 3;

    @ParameterizedTest
    @MethodSource("roles")
    void process_whoseEventLoopFillsTheHeap_ends(List<String> options) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-Xms32m", "-Xmx64m", "-Xmn16m", "-cp", System.getProperty("java.class.path")));
        command.add(Eater.class.getName());
        Process process = new ProcessBuilder(command).inheritIO().start();
        try {
            assertTrue(process.waitFor(2, TimeUnit.MINUTES));
            assertEquals(OUT_OF_MEMORY, process.exitValue());
        } finally {
            process.destroyForcibly();
        }
    }

    static Stream<List<String>> roles() {
        return Stream.of(JvmOptions.edge(), JvmOptions.service());
    }

    /** Fills its heap on an event loop, which by itself would live on. */
    static final class Eater {
        private Eater() {}

        public static void main(String[] arguments) {
            Vertx vertx = Vertx.vertx();
            vertx.exceptionHandler(failure -> System.err.println("survived: " + failure));
            vertx.runOnContext(_ -> {
                List<byte[]> eaten = new ArrayList<>();
                while (eaten.size() < Integer.MAX_VALUE) {
                    eaten.add(new byte[1 << 20]);
                }
            });
        }
    }
}
