package dev.legato.edge.cluster;

import dev.legato.edge.cache.Purge;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The last purges of all edges that this one knows, in a file beside its cache, so that it can tell others what they missed
 * and knows after a restart what it missed itself. It waits for the disk; for any thread.
 *
 * <pre>
 *   {"node":"5f0c…","numbers":{"5f0c…":17,"9ad1…":4}}     this edge, and for each one up to where entries were dropped
 *   {"source":"5f0c…","number":18,"time":1764457200000,"keys":["a.flac"],"prefixes":[],"tags":[],"soft":false}
 * </pre>
 *
 * <p>Entries are appended, and synced, before they are applied. The oldest are dropped beyond a number and an age, which
 * rewrites the file. A line that was cut off by a crash is ignored.
 */
final class PurgeLog implements AutoCloseable {
    static final int MAX_ENTRIES = 10_000;
    static final Duration MAX_AGE = Duration.ofHours(24);

    private static final int MAX_SOURCES = 200;
    private static final Pattern SOURCE = Pattern.compile("[0-9a-f-]{36}");

    private final Path file;
    private final InstantSource clock;
    private final int maxEntries;
    private final Deque<PurgeEntry> entries = new ArrayDeque<>();
    private final Map<String, Progress> progress = new HashMap<>();
    /** For each edge, the number up to which its entries may have been dropped. */
    private final Map<String, Long> dropped = new TreeMap<>();

    private String node = UUID.randomUUID().toString();
    private FileChannel out;
    private int lines;

    /**
     * What an edge has missed.
     *
     * @param isComplete false if some of it is in this log no more
     * @param hasMore whether there are further entries, which are asked for when these are known
     * @param numbers up to which the edge knows everything once it has applied all
     */
    record Missed(boolean isComplete, boolean hasMore, List<PurgeEntry> entries, Map<String, Long> numbers) {}

    private PurgeLog(Path file, InstantSource clock, int maxEntries) throws IOException {
        this.file = file;
        this.clock = clock;
        this.maxEntries = maxEntries;
        if (Files.exists(file)) {
            read();
        }
        this.out = rewrite();
    }

    /**
     * Opens a log, or makes an empty one.
     *
     * @throws IOException if the file cannot be used
     */
    static PurgeLog open(Path file, InstantSource clock) throws IOException {
        return open(file, clock, MAX_ENTRIES);
    }

    static PurgeLog open(Path file, InstantSource clock, int maxEntries) throws IOException {
        return new PurgeLog(file, clock, maxEntries);
    }

    static boolean isSource(String text) {
        return SOURCE.matcher(text).matches();
    }

    /** This edge's id in entries: the same as long as its cache is kept. */
    synchronized String node() {
        return node;
    }

    /**
     * Adds a purge that this edge was asked for.
     *
     * @throws IOException if it cannot be written; then it must not be told to anyone
     */
    synchronized PurgeEntry add(Purge purge) throws IOException {
        PurgeEntry entry = new PurgeEntry(node, of(node).contiguous() + 1, clock.millis(), purge);
        write(entry);
        return entry;
    }

    /**
     * Adds a purge of another edge.
     *
     * @return false if it was known
     */
    synchronized boolean add(PurgeEntry entry) throws IOException {
        boolean known = of(entry.source()).isKnown(entry.number());
        if (!known) {
            write(entry);
        }
        return !known;
    }

    /** Whether a purge is in the log, or was. */
    synchronized boolean isKnown(String source, long number) {
        Progress known = progress.get(source);
        return known != null && known.isKnown(number);
    }

    /** Whether purges are known to be missing. */
    synchronized boolean hasGap() {
        return progress.values().stream().anyMatch(Progress::hasGap);
    }

    /** For each edge, the number up to which all its purges are known. */
    synchronized Map<String, Long> numbers() {
        Map<String, Long> numbers = new TreeMap<>();
        progress.forEach((source, known) -> numbers.put(source, known.contiguous()));
        return numbers;
    }

    /**
     * Returns what another edge has missed, at most so many entries.
     *
     * @param known for each source the number up to which the other knows all
     */
    synchronized Missed since(Map<String, Long> known, int most) {
        boolean complete = dropped.entrySet().stream()
                .allMatch(floor -> known.getOrDefault(floor.getKey(), 0L) >= floor.getValue());
        List<PurgeEntry> missed = entries.stream()
                .filter(entry -> entry.number() > known.getOrDefault(entry.source(), 0L))
                .toList();
        boolean more = missed.size() > most;
        return new Missed(complete, more, more ? missed.subList(0, most) : missed, Map.copyOf(dropped));
    }

    /** Takes for known what no log has any more; the caller has purged everything. */
    synchronized void skipTo(Map<String, Long> numbers) throws IOException {
        numbers.forEach((source, number) -> {
            of(source).skipTo(number);
            long _ = dropped.merge(source, number, Math::max);
        });
        out.close();
        out = rewrite();
    }

    @Override
    public synchronized void close() throws IOException {
        out.close();
    }

    private Progress of(String source) {
        return progress.computeIfAbsent(source, _ -> new Progress());
    }

    private void write(PurgeEntry entry) throws IOException {
        append(out, entry.toJson());
        out.force(false);
        remember(entry);
        if (++lines > 2 * maxEntries) {
            out.close();
            out = rewrite();
        }
    }

    private void remember(PurgeEntry entry) {
        entries.add(entry);
        of(entry.source()).add(entry.number());
        drop();
    }

    private void drop() {
        long oldest = clock.millis() - MAX_AGE.toMillis();
        while (!entries.isEmpty()
                && (entries.size() > maxEntries || entries.element().time() < oldest)) {
            PurgeEntry gone = entries.remove();
            long _ = dropped.merge(gone.source(), gone.number(), Math::max);
        }
    }

    private void read() throws IOException {
        List<String> all = new ArrayList<>(Files.readAllLines(file, StandardCharsets.UTF_8));
        for (String line : all) {
            try {
                JsonObject json = new JsonObject(line);
                if (json.containsKey("node")) {
                    readHead(json);
                } else {
                    PurgeEntry entry = PurgeEntry.of(json);
                    if (entry != null && !of(entry.source()).isKnown(entry.number())) {
                        remember(entry);
                    }
                }
            } catch (DecodeException | ClassCastException _) {
                // cut off
            }
        }
    }

    private void readHead(JsonObject json) {
        String id = json.getString("node", "");
        if (isSource(id)) {
            node = id;
        }
        json.getJsonObject("numbers", new JsonObject()).forEach(number -> {
            if (number.getValue() instanceof Number value && isSource(number.getKey())) {
                dropped.put(number.getKey(), value.longValue());
                of(number.getKey()).skipTo(value.longValue());
            }
        });
    }

    /** Writes the file anew, with what counts only. */
    private FileChannel rewrite() throws IOException {
        drop();
        forgetSources();
        Path next = file.resolveSibling(file.getFileName() + ".new");
        FileChannel channel = FileChannel.open(
                next, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
        try {
            JsonObject numbers = new JsonObject();
            dropped.forEach(numbers::put);
            append(channel, new JsonObject().put("node", node).put("numbers", numbers));
            for (PurgeEntry entry : entries) {
                append(channel, entry.toJson());
            }
            channel.force(false);
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        lines = entries.size();
        return channel;
    }

    /** Forgets edges of which nothing is kept, if there are too many: those who know more of them only tell it again. */
    private void forgetSources() {
        dropped.keySet()
                .removeIf(source -> dropped.size() > MAX_SOURCES
                        && !source.equals(node)
                        && entries.stream().noneMatch(entry -> entry.source().equals(source)));
    }

    private static void append(FileChannel channel, JsonObject line) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap((line.encode() + '\n').getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            int _ = channel.write(bytes);
        }
    }
}
