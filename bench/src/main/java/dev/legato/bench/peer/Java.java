package dev.legato.bench.peer;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Commands for processes of this same JDK and class path. */
public final class Java {
    private Java() {}

    /**
     * @param flags of the JVM
     * @param main class
     */
    public static List<String> command(List<String> flags, String main, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main));
        command.addAll(arguments);
        return command;
    }

    public static String version() {
        return "Java " + Runtime.version();
    }
}
