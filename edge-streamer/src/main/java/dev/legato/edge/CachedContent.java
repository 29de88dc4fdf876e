package dev.legato.edge;

import dev.legato.contracts.SignedPath;
import dev.legato.edge.cache.CachedFile;
import dev.legato.edge.http.ByteRange;
import dev.legato.edge.http.HeadFields;
import dev.legato.edge.http.Representation;
import dev.legato.edge.metrics.EdgeMetrics.Tier;
import dev.legato.edge.policy.CacheStatus;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A stored response, sent as an open file, with an account of what the cache did.
 *
 * @param receivedRange the value of Content-Range with which the origin has just sent a part; null if it is none
 * @param link the verified link that it is sent for; null if none was needed
 */
record CachedContent(
        CachedFile cached,
        CacheStatus status,
        @Nullable String receivedRange,
        @Nullable SignedPath link,
        CopiedBody copied)
        implements Content {
    @Override
    public Representation representation() {
        return cached.representation();
    }

    @Override
    public HeadFields head(long seconds) {
        return cached.head(status);
    }

    /** A part that is passed on as it was received keeps the account that its origin gave of it. */
    @Override
    public String contentRange(ByteRange range) {
        return receivedRange == null || !range.equals(cached.part())
                ? Content.super.contentRange(range)
                : receivedRange;
    }

    @Override
    public Tier tier() {
        return status.forward() == null ? Tier.STORED : Tier.ORIGIN;
    }

    @Override
    public Sending send(HttpServerRequest request, ByteRange range) {
        if (cached.isForEdge() && !cached.isResident(range.start(), range.length())) {
            var _ = request.response().writeHead();
            return copy(request, range);
        }
        // Vert.x would look for a part's bytes at their places in the whole.
        return cached.part() == null ? file().send(request, range) : copy(request, range);
    }

    private Sending copy(HttpServerRequest request, ByteRange range) {
        return copied.send(request, cached, link, List.of(new CopiedBody.Part("", range)), "");
    }

    @Override
    public Sending send(HttpServerRequest request, Multipart multipart) {
        return file().send(request, multipart);
    }

    @Override
    public void release() {
        cached.release();
    }

    private FileContent file() {
        return new FileContent(cached, tier(), link, copied);
    }
}
