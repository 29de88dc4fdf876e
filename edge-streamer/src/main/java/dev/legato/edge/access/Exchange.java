package dev.legato.edge.access;

import dev.legato.contracts.SignedPath;
import dev.legato.edge.http.RequestTarget;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The record of a request and its answer. An event loop fills it in, the log's thread renders it. */
public final class Exchange {
    private static final int MAX_LENGTH = 1024;
    private static final Pattern PLAIN_ID = Pattern.compile("[A-Za-z0-9._-]{8,64}");
    private static final Pattern TOKEN = Pattern.compile("/~([^/]*)(?=/)");

    /** The fields with a player's own data (CTA-5004 §3.1). */
    private static final List<String> CMCD_FIELDS =
            List.of("cmcd-object", "cmcd-request", "cmcd-session", "cmcd-status");

    private final AccessLog log;
    private final Instant time;
    private final long startedAt;
    private final String method;
    private final String target;
    private final String protocol;
    private @Nullable String requestId;
    private @Nullable String range;
    private @Nullable String cmcd;
    private int status;
    private long firstByte;
    private long ended;
    private long bytesSent;
    private boolean complete;
    private boolean finished;

    Exchange(AccessLog log, Instant time, long startedAt, String method, String target, String protocol) {
        this.log = log;
        this.time = time;
        this.startedAt = startedAt;
        this.firstByte = startedAt;
        this.method = method;
        this.target = target;
        this.protocol = protocol;
    }

    /**
     * Copies the request's fields that are logged.
     *
     * @param field gives a field's value by its name in lower case; null if there is none
     */
    public Exchange fields(Function<String, @Nullable String> field) {
        String asked = field.apply("range");
        range = asked == null ? null : bounded(asked);
        String id = field.apply("x-request-id");
        requestId = id != null && PLAIN_ID.matcher(id).matches() ? id : null;
        StringJoiner pairs = new StringJoiner(",");
        for (String name : CMCD_FIELDS) {
            String value = field.apply(name);
            if (value != null) {
                pairs.add(value);
            }
        }
        cmcd = pairs.length() == 0 ? null : bounded(pairs.toString());
        return this;
    }

    /** Sets the id that the answer carries. */
    void requestId(String id) {
        requestId = id;
    }

    /** Says that the answer begins. */
    public void answering(int answer) {
        status = answer;
        firstByte = log.nanoTime();
    }

    /**
     * Ends the record and passes it to the log.
     *
     * @param bodyBytes that the socket has taken
     * @param whole whether those are all
     */
    public void finished(long bodyBytes, boolean whole) {
        if (!finished) {
            finished = true;
            bytesSent = bodyBytes;
            complete = whole;
            ended = log.nanoTime();
            log.take(this);
        }
    }

    AccessEntry entry(ListenerHash listeners) {
        int query = target.indexOf('?');
        String whole = query < 0 ? target : target.substring(0, query);
        String path = whole.substring(Math.max(0, RequestTarget.pathIndex(whole)));
        Optional<MatchResult> token = TOKEN.matcher(path)
                .results()
                .filter(segment -> SignedPath.isTokenForm(segment.group(1)))
                .findFirst();
        return new AccessEntry(
                time.toString(),
                requestId,
                token.flatMap(segment -> SignedPath.read(segment.group(1)))
                        .map(link -> listeners.of(link.listener()))
                        .orElse(null),
                method,
                bounded(token.map(segment -> path.substring(0, segment.start()) + path.substring(segment.end()))
                        .orElse(path)),
                range,
                status,
                bytesSent,
                (firstByte - startedAt) / 1000,
                (ended - startedAt) / 1000,
                protocol,
                complete,
                cmcd == null && query >= 0 ? fromQuery(target.substring(query + 1)) : cmcd);
    }

    private static @Nullable String fromQuery(String query) {
        for (String parameter : query.split("&", -1)) {
            if (parameter.startsWith("CMCD=")) {
                try {
                    return bounded(URLDecoder.decode(parameter.substring("CMCD=".length()), StandardCharsets.UTF_8));
                } catch (IllegalArgumentException _) {
                    return null; // an incomplete escape
                }
            }
        }
        return null;
    }

    private static String bounded(String text) {
        return text.length() <= MAX_LENGTH ? text : text.substring(0, MAX_LENGTH);
    }
}
