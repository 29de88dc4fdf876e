package dev.legato.bench.runner.machine;

import dev.legato.bench.runner.peer.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a run stands on, gathered once: kernel, processors, JDK, limits. */
public final class Facts {
    private Facts() {}

    public static Map<String, String> gather(Isolation isolation, Path files) throws IOException {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("kernel", Programs.output("uname", "-srvm"));
        facts.put("processor", field("/proc/cpuinfo", "model name"));
        facts.put("processors", Integer.toString(Runtime.getRuntime().availableProcessors()));
        facts.put(
                "governor", text("/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor", "not shown by this machine"));
        facts.put("memory", field("/proc/meminfo", "MemTotal"));
        facts.put("load before", text("/proc/loadavg", "unknown"));
        facts.put("JDK", System.getProperty("java.vm.name") + " " + Runtime.version());
        facts.put("descriptors", Programs.output("sh", "-c", "ulimit -Hn"));
        facts.put("network", isolation.ownNetwork() ? "own namespace, lo, MTU 1500" : "the host's");
        facts.put("congestion control asked for", isolation.ownNetwork() ? "cubic" : hostCongestionControl());
        facts.put(
                "server on processor",
                isolation.serverProcessor() < 0 ? "any" : Integer.toString(isolation.serverProcessor()));
        facts.put(
                "generator on processors",
                isolation.generatorProcessors().isEmpty() ? "any" : isolation.generatorProcessors());
        facts.put("files on", Files.getFileStore(files).type() + " (" + files + ")");
        return facts;
    }

    private static String hostCongestionControl() {
        return text("/proc/sys/net/ipv4/tcp_congestion_control", "unknown");
    }

    private static String field(String file, String name) {
        return text(file, "")
                .lines()
                .filter(line -> line.startsWith(name))
                .map(line -> line.substring(line.indexOf(':') + 1).trim())
                .findFirst()
                .orElse("unknown");
    }

    private static String text(String file, String otherwise) {
        try {
            return Files.readString(Path.of(file)).strip();
        } catch (IOException _) {
            return otherwise;
        }
    }
}
