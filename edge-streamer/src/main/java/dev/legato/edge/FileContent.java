package dev.legato.edge;

import dev.legato.contracts.SignedPath;
import dev.legato.edge.http.ByteRange;
import dev.legato.edge.http.HeadFields;
import dev.legato.edge.http.Representation;
import dev.legato.edge.lane.Lanes;
import dev.legato.edge.metrics.EdgeMetrics.Tier;
import dev.legato.edge.source.OpenFile;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * An open file, sent in the cheapest way that the connection permits.
 *
 * @param link the verified link that it is sent for; null if none was needed
 */
record FileContent(OpenFile file, Tier tier, @Nullable SignedPath link, CopiedBody copied) implements Content {
    @Override
    public Representation representation() {
        return file.representation();
    }

    @Override
    public HeadFields head(long seconds) {
        return file.head(seconds);
    }

    @Override
    public Sending send(HttpServerRequest request, ByteRange range) {
        if (request.isSSL() || request.version() == HttpVersion.HTTP_2) {
            return copied.send(request, file, link, List.of(new CopiedBody.Part("", range)), "");
        }
        LongSupplier taken = Lanes.announce(request.connection(), file, link);
        Future<Void> done = request.response().sendFile(file.channel(), range.start(), range.length());
        // Once this is done the connection may be sending its next answer.
        return new Sending(done, () -> done.succeeded() ? range.length() : taken.getAsLong());
    }

    @Override
    public Sending send(HttpServerRequest request, Multipart multipart) {
        return copied.send(request, file, link, multipart.parts(), multipart.end());
    }

    @Override
    public void release() {
        file.release();
    }
}
