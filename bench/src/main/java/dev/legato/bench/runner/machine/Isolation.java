package dev.legato.bench.runner.machine;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Where servers and generators run: a network namespace of their own, with an MTU of 1500 and cubic, each process on
 * processors of its own.
 *
 * <p>The namespace has no name. A holder process ({@code unshare --net … cat}) keeps it while the bench holds the
 * holder's standard input open, so it is gone when the bench is, however that ends. Cubic is set by the route, not by
 * sysctl: some kernels allow a namespace only what the host allows, and the route's choice needs no permission of the
 * host's.
 */
public final class Isolation implements AutoCloseable {
    private static final String SET_UP = """
            ip link set lo mtu 1500 up || exit 1
            for to in 127.0.0.0/8 127.0.0.1/32; do
              ip route replace local $to dev lo table local proto kernel scope host src 127.0.0.1 congctl cubic
            done
            sysctl -q -w net.ipv4.ip_local_port_range='1024 65000' net.core.somaxconn=65535 || true
            echo ready
            exec cat
            """;

    private final @Nullable Process holder;
    private final boolean ownUser;
    private final List<Integer> processors;
    private final List<String> remarks = new ArrayList<>();
    private final boolean lethal;

    private Isolation(@Nullable Process holder, boolean ownUser, List<Integer> processors) {
        this.holder = holder;
        this.ownUser = ownUser;
        this.processors = processors;
        this.lethal = Files.isExecutable(Path.of("/usr/bin/setpriv"));
        if (holder == null) {
            remarks.add("no network namespace of its own: the host's MTU and congestion control apply");
        }
        if (processors.size() < 2) {
            remarks.add("one processor: server and generator share it, so rates mean little");
        }
        if (!lethal) {
            remarks.add("setpriv is missing: servers outlive a bench that is killed by SIGKILL");
        }
    }

    /**
     * @param namespace whether a namespace is wanted; false for servers that run already
     */
    public static Isolation open(boolean namespace) throws IOException, InterruptedException {
        List<Integer> processors = allowedProcessors();
        if (namespace) {
            for (boolean ownUser : new boolean[] {false, true}) {
                Process holder = hold(ownUser);
                if (holder != null) {
                    return new Isolation(holder, ownUser, processors);
                }
            }
        }
        return new Isolation(null, false, processors);
    }

    private static @Nullable Process hold(boolean ownUser) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("unshare", "--net"));
        if (ownUser) {
            command.add("--map-root-user");
        }
        command.addAll(List.of("sh", "-c", SET_UP));
        Process process;
        try {
            process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException _) {
            return null;
        }
        BufferedReader answer =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        if ("ready".equals(answer.readLine())) {
            return process;
        }
        process.destroy();
        boolean unused = process.waitFor(5, TimeUnit.SECONDS);
        return null;
    }

    /** What could not be set, for people to read. */
    public List<String> remarks() {
        return remarks;
    }

    public boolean ownNetwork() {
        return holder != null;
    }

    /** The processor the server has to itself, or -1. */
    public int serverProcessor() {
        return processors.size() < 2 ? -1 : processors.getLast();
    }

    /** The processors generators share, as taskset reads them; empty: all. */
    public String generatorProcessors() {
        return processors.size() < 2
                ? ""
                : String.join(
                        ",",
                        processors.subList(0, processors.size() - 1).stream()
                                .map(String::valueOf)
                                .toList());
    }

    /** How many generator processes can run side by side. */
    public int generatorSeats() {
        return Math.max(1, processors.size() - 1);
    }

    /** A server's command, to run inside. */
    public List<String> server(List<String> command) {
        return inside(command, processors.size() < 2 ? "" : Integer.toString(serverProcessor()), "TERM");
    }

    /** The command of a server whose cost is nobody's, to run inside, beside the generators. */
    public List<String> besideGenerators(List<String> command) {
        return inside(command, generatorProcessors(), "TERM");
    }

    /** A generator's command, to run inside. */
    public List<String> generator(List<String> command) {
        return inside(command, generatorProcessors(), "KILL");
    }

    private List<String> inside(List<String> command, String pins, String signal) {
        List<String> all = new ArrayList<>();
        if (holder != null) {
            all.addAll(List.of("nsenter", "--target", Long.toString(holder.pid()), "--net"));
            if (ownUser) {
                all.addAll(List.of("--user", "--preserve-credentials"));
            }
        }
        if (!pins.isEmpty()) {
            all.addAll(List.of("taskset", "--cpu-list", pins));
        }
        if (lethal) {
            // Ctrl-C goes to the whole foreground group; the bench alone decides when its children end.
            all.add("setsid");
            all.addAll(List.of("setpriv", "--pdeathsig", signal));
        }
        all.addAll(command);
        return all;
    }

    private static List<Integer> allowedProcessors() throws IOException {
        String list = Files.readString(Path.of("/proc/self/status"))
                .lines()
                .filter(line -> line.startsWith("Cpus_allowed_list:"))
                .map(line -> line.substring(line.indexOf(':') + 1).trim())
                .findFirst()
                .orElse("0");
        return parseList(list);
    }

    /** {@code 0-2,5} is 0, 1, 2, 5. */
    static List<Integer> parseList(String list) {
        List<Integer> processors = new ArrayList<>();
        for (String part : list.split(",", -1)) {
            String[] ends = part.split("-", -1);
            int last = Integer.parseInt(ends[ends.length - 1]);
            for (int cpu = Integer.parseInt(ends[0]); cpu <= last; cpu++) {
                processors.add(cpu);
            }
        }
        return processors;
    }

    @Override
    public void close() {
        if (holder != null) {
            holder.destroy();
            try {
                boolean unused = holder.waitFor(5, TimeUnit.SECONDS);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
