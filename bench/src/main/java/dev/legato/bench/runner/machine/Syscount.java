package dev.legato.bench.runner.machine;

import dev.legato.bench.runner.peer.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Counts a server's system calls with {@code strace -c}, in a short round of its own: strace slows what it watches. */
public final class Syscount implements AutoCloseable {
    private final Process strace;
    private final Path table;

    private Syscount(Process strace, Path table) {
        this.strace = strace;
        this.table = table;
    }

    /** @return empty when strace is not installed or may not attach */
    public static Optional<Syscount> attach(List<Long> pids, Path folder) throws IOException, InterruptedException {
        Optional<String> program = Programs.find("strace");
        if (program.isEmpty()) {
            return Optional.empty();
        }
        Path table = folder.resolve("strace.txt");
        List<String> command = new ArrayList<>(List.of(program.get(), "-c", "-f", "-o", table.toString()));
        pids.forEach(pid -> command.addAll(List.of("-p", Long.toString(pid))));
        Process strace = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (strace.waitFor(700, TimeUnit.MILLISECONDS)) {
            return Optional.empty();
        }
        return Optional.of(new Syscount(strace, table));
    }

    /**
     * Detaches.
     *
     * @return calls by name, most first
     */
    public Map<String, Long> finish() throws IOException, InterruptedException {
        interrupt();
        boolean unused = strace.waitFor(5, TimeUnit.SECONDS);
        return Files.exists(table) ? parse(Files.readString(table)) : Map.of();
    }

    /** Lines such as {@code  60.52    0.011304           2      4823           sendfile}. */
    static Map<String, Long> parse(String table) {
        Map<String, Long> calls = new LinkedHashMap<>();
        table.lines()
                .map(line -> line.trim().split(" +", -1))
                .filter(fields -> fields.length >= 5 && fields[0].matches("[0-9.]+") && fields[3].matches("\\d+"))
                .filter(fields -> !fields[fields.length - 1].equals("total"))
                .sorted((a, b) -> Long.compare(Long.parseLong(b[3]), Long.parseLong(a[3])))
                .forEach(fields -> calls.put(fields[fields.length - 1], Long.parseLong(fields[3])));
        return calls;
    }

    private void interrupt() throws IOException, InterruptedException {
        // strace writes its table on SIGINT; Process knows only TERM and KILL.
        int unused = new ProcessBuilder("kill", "-INT", Long.toString(strace.pid()))
                .start()
                .waitFor();
    }

    @Override
    public void close() {
        strace.destroy();
    }
}
