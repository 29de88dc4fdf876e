package dev.legato.edge.cluster;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.legato.edge.cache.Upstream;
import dev.legato.edge.http.FieldList;
import dev.legato.edge.origin.OriginRequest;
import dev.legato.edge.origin.OriginResponse;
import dev.legato.edge.origin.Origins;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Asks the owner of a group of slices before an origin. What is asked for without a range, or comes whole whatever is asked
 * for, belongs to the owner of the first group.
 */
final class OwnedUpstream implements Upstream {
    private static final Pattern FIRST = Pattern.compile("bytes=([0-9]{1,18})-[0-9]*");

    /** How many owners are asked one after the other. */
    private static final int MAX_ASKED = 2;

    private static final int MAX_REMEMBERED = 100_000;
    private static final Duration WHOLE_FOR = Duration.ofMinutes(10);

    private final Vertx vertx;
    private final Origins origins;
    private final Roster roster;
    private final EdgeClients clients;
    private final FailedEdges failed;
    private final HopMarker marker;
    private final Supplier<String> purges;
    private final long deadlineMs;
    private final long groupBytes;
    private final Consumer<String> changed;

    /** Keys whose origins answer with the whole whatever range is asked for. */
    private final Cache<String, Boolean> wholes = Caffeine.newBuilder()
            .maximumSize(MAX_REMEMBERED)
            .expireAfterWrite(WHOLE_FOR)
            .executor(Runnable::run)
            .build();

    /**
     * @param purges those that an owner must know to be asked
     * @param groupBytes of adjacent slices that have the same owner
     * @param changed tells all edges that an origin no longer has what is stored under a key
     */
    OwnedUpstream(
            Vertx vertx,
            Origins origins,
            Roster roster,
            EdgeClients clients,
            FailedEdges failed,
            HopMarker marker,
            Supplier<String> purges,
            Duration deadline,
            long groupBytes,
            Consumer<String> changed) {
        this.vertx = vertx;
        this.origins = origins;
        this.roster = roster;
        this.clients = clients;
        this.failed = failed;
        this.marker = marker;
        this.purges = purges;
        this.deadlineMs = deadline.toMillis();
        this.groupBytes = groupBytes;
        this.changed = changed;
    }

    @Override
    public Future<OriginResponse> send(OriginRequest request, Reach reach) {
        if (!isOwned(request)) {
            return origins.send(request);
        }
        String key = request.target().substring(1);
        return answer(key, request, reach).onSuccess(response -> {
            if (response.status() == 200 && first(request.fields()) >= groupBytes) {
                wholes.put(key, true);
            }
        });
    }

    private Future<OriginResponse> answer(String key, OriginRequest request, Reach reach) {
        if (reach == Reach.ORIGINS) {
            return origins.send(request);
        }
        List<EdgeNode> owners =
                Placement.above(roster.self(), roster.others(), key, group(key, request.fields())).stream()
                        .limit(MAX_ASKED)
                        .toList();
        return owners.isEmpty()
                ? origins.send(request)
                : new OwnerCall(
                                vertx,
                                clients,
                                failed,
                                marker,
                                purges,
                                deadlineMs,
                                request,
                                owners,
                                () -> origins.send(request))
                        .start();
    }

    @Override
    public long end(long offset) {
        return (offset / groupBytes + 1) * groupBytes;
    }

    @Override
    public String collapseKey(String key, FieldList fields) {
        long group = group(key, fields);
        return group == 0 ? key : key + ' ' + group; // no key has a space
    }

    @Override
    public void changed(String key) {
        changed.accept(key);
    }

    private static boolean isOwned(OriginRequest request) {
        return request.body() == null
                && (request.method().equals("GET") || request.method().equals("HEAD"))
                && request.target().startsWith("/");
    }

    private long group(String key, FieldList fields) {
        long first = first(fields);
        return first < groupBytes || wholes.getIfPresent(key) != null ? 0 : first / groupBytes;
    }

    /** The first byte that is asked for; 0 if only the end would tell. */
    private static long first(FieldList fields) {
        String range = fields.get("range");
        Matcher parts = range == null ? null : FIRST.matcher(range);
        return parts != null && parts.matches() ? Long.parseLong(parts.group(1)) : 0;
    }
}
