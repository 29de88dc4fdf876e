package dev.legato.bench.runner.peer;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Commands for processes of this same JDK; the class path goes by the environment, to keep commands readable. */
public final class JavaCommand {
    private JavaCommand() {}

    /**
     * @param flags of the JVM
     * @param main class
     */
    public static List<String> command(List<String> flags, String main, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags);
        command.add(main);
        command.addAll(arguments);
        return command;
    }

    /** What the environment of such a process must hold. */
    public static Map<String, String> environment() {
        return Map.of("CLASSPATH", System.getProperty("java.class.path"));
    }

    public static String version() {
        return "Java " + Runtime.version();
    }
}
