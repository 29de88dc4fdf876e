package dev.legato.edge.cluster;

import dev.legato.edge.cluster.PurgeLog.Missed;
import dev.legato.edge.file.FileWorkers;
import dev.legato.edge.http.FieldList;
import dev.legato.edge.origin.OriginRequest;
import dev.legato.edge.origin.OriginResponse;
import dev.legato.edge.origin.Origins;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Asks another edge for the purges that this one has missed, and answers such questions.
 *
 * <pre>
 *   GET / HTTP/1.1
 *   Legato-Hop: purges …
 *   Legato-Known: 5f0c…=18,9ad1…=4            for each edge, the number up to which all its purges are known
 *
 *   {"complete":true,"more":false,"numbers":{"5f0c…":2},"entries":[{"source":"9ad1…","number":5,…}]}
 * </pre>
 */
final class PurgeExchange {
    static final String KNOWN = "legato-known";

    private static final String TARGET = "/";
    private static final int MAX_ENTRIES = 200;
    private static final int MAX_ROUNDS = 2 * PurgeLog.MAX_ENTRIES / MAX_ENTRIES;
    private static final int MAX_ANSWER_BYTES = 16 << 20;

    private final HopMarker marker;
    private final EdgeClients clients;
    private final PurgeLog log;
    private final Purges purges;
    private final FileWorkers workers;
    private final Context context;

    PurgeExchange(
            Vertx vertx, HopMarker marker, EdgeClients clients, PurgeLog log, Purges purges, FileWorkers workers) {
        this.marker = marker;
        this.clients = clients;
        this.log = log;
        this.purges = purges;
        this.workers = workers;
        this.context = ((VertxInternal) vertx).createEventLoopContext();
    }

    /** Asks an edge, and applies what it tells; fails if it does not answer. */
    Future<Void> ask(EdgeNode node) {
        Promise<Void> done = Promise.promise();
        context.runOnContext(_ -> {
            var _ = ask(node, 0).onComplete(done);
        });
        return done.future();
    }

    private Future<Void> ask(EdgeNode node, int round) {
        Origins client = clients.of(node);
        if (client == null || round == MAX_ROUNDS) {
            return Future.failedFuture(new IOException(node.name() + ": no end of purges"));
        }
        FieldList fields = FieldList.of(
                HopMarker.FIELD, marker.sign(HopMarker.Kind.PURGES, "GET", TARGET), KNOWN, format(log.numbers()));
        return client.send(OriginRequest.get(TARGET, fields))
                .compose(PurgeExchange::body)
                .compose(missed -> Future.fromCompletionStage(
                        workers.submit(() -> {
                            apply(missed);
                            return missed;
                        }),
                        context))
                .compose(missed -> missed.hasMore() ? ask(node, round + 1) : Future.succeededFuture());
    }

    private void apply(Missed missed) throws IOException {
        if (!missed.isComplete()) {
            purges.revalidateAll(missed.numbers());
        }
        purges.applyMissed(missed.entries());
    }

    private static Future<Missed> body(OriginResponse response) {
        if (response.status() != 200) {
            response.cancel();
            return Future.failedFuture(new IOException("the edge answered " + response.status()));
        }
        Promise<Missed> promise = Promise.promise();
        Buffer all = Buffer.buffer();
        response.body()
                .exceptionHandler(promise::tryFail)
                .handler(chunk -> {
                    if (all.length() + chunk.length() > MAX_ANSWER_BYTES) {
                        response.cancel();
                    } else {
                        all.appendBuffer(chunk);
                    }
                })
                .endHandler(_ -> {
                    Missed missed = decode(all);
                    boolean _ = missed == null
                            ? promise.tryFail(new IOException("the edge's purges cannot be read"))
                            : promise.tryComplete(missed);
                })
                .resume();
        return promise.future();
    }

    /**
     * Answers the question of another edge.
     *
     * @param known the value of {@value #KNOWN}; null if there was none
     */
    Buffer answer(@Nullable String known) {
        Missed missed = log.since(parse(known == null ? "" : known), MAX_ENTRIES);
        JsonArray entries = new JsonArray();
        missed.entries().forEach(entry -> entries.add(entry.toJson()));
        JsonObject numbers = new JsonObject();
        missed.numbers().forEach(numbers::put);
        return new JsonObject()
                .put("complete", missed.isComplete())
                .put("more", missed.hasMore())
                .put("numbers", numbers)
                .put("entries", entries)
                .toBuffer();
    }

    private static @Nullable Missed decode(Buffer body) {
        try {
            JsonObject json = new JsonObject(body);
            List<PurgeEntry> entries = new ArrayList<>();
            for (Object item : json.getJsonArray("entries")) {
                PurgeEntry entry = item instanceof JsonObject object ? PurgeEntry.of(object) : null;
                if (entry == null) {
                    return null;
                }
                entries.add(entry);
            }
            Map<String, Long> numbers = new HashMap<>();
            json.getJsonObject("numbers").forEach(number -> {
                if (number.getValue() instanceof Number value && PurgeLog.isSource(number.getKey())) {
                    numbers.put(number.getKey(), value.longValue());
                }
            });
            return new Missed(json.getBoolean("complete"), json.getBoolean("more"), entries, numbers);
        } catch (DecodeException | ClassCastException | NullPointerException _) {
            return null;
        }
    }

    static String format(Map<String, Long> numbers) {
        return numbers.entrySet().stream()
                .map(number -> number.getKey() + '=' + number.getValue())
                .collect(Collectors.joining(","));
    }

    static Map<String, Long> parse(String known) {
        Map<String, Long> numbers = new HashMap<>();
        for (String number : known.split(",", -1)) {
            int equals = number.indexOf('=');
            if (equals > 0 && number.substring(equals + 1).matches("[0-9]{1,18}")) {
                numbers.put(number.substring(0, equals), Long.parseLong(number.substring(equals + 1)));
            }
        }
        return numbers;
    }
}
