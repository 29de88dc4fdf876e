package dev.legato.edge;

import dev.legato.edge.http.ByteRange;
import dev.legato.edge.http.HeadFields;
import dev.legato.edge.http.Representation;
import dev.legato.edge.manifest.Manifest;
import dev.legato.edge.metrics.EdgeMetrics.Tier;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;

/** A manifest, which is in memory. */
record ManifestContent(Manifest manifest, HeadFields head) implements Content {
    @Override
    public Representation representation() {
        return manifest.representation();
    }

    @Override
    public HeadFields head(long seconds) {
        return head;
    }

    @Override
    public Tier tier() {
        return Tier.RENDERED;
    }

    @Override
    public Sending send(HttpServerRequest request, ByteRange range) {
        return Sending.inOnePiece(request.response().end(bytes(range)), range.length());
    }

    @Override
    public Sending send(HttpServerRequest request, Multipart multipart) {
        Buffer body = Buffer.buffer();
        for (CopiedBody.Part part : multipart.parts()) {
            body.appendString(part.before()).appendBuffer(bytes(part.range()));
        }
        return Sending.inOnePiece(request.response().end(body.appendString(multipart.end())), multipart.length());
    }

    @Override
    public void release() {
        // there is nothing to release
    }

    private Buffer bytes(ByteRange range) {
        return manifest.bytes().getBuffer((int) range.start(), (int) range.endExclusive());
    }
}
