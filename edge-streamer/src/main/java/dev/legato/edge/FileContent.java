package dev.legato.edge;

import dev.legato.edge.file.OpenFile;
import dev.legato.edge.http.ByteRange;
import dev.legato.edge.lane.Lanes;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.List;

/** Sends bytes of a file as a response's body, by the cheapest way the connection allows. */
final class Body {
    private final CopiedBody copied;

    Body(CopiedBody copied) {
        this.copied = copied;
    }

    /** Sends one range and ends the response; the fields are set already. */
    Future<Void> send(HttpServerRequest request, OpenFile file, ByteRange range) {
        if (request.isSSL() || request.version() == HttpVersion.HTTP_2) {
            return copied.send(request, file, List.of(new CopiedBody.Part("", range)), "");
        }
        Lanes.sending(request.connection(), file, request.uri());
        return request.response().sendFile(file.channel(), range.start(), range.length());
    }

    /** Sends several ranges as {@code multipart/byteranges}. */
    Future<Void> send(HttpServerRequest request, OpenFile file, Multipart multipart) {
        return copied.send(request, file, multipart.parts(), multipart.end());
    }
}
