package dev.legato.player;

import dev.legato.runtime.http.EntityTags;
import dev.legato.runtime.links.HostField;
import dev.legato.runtime.problem.Problem;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Answers {@code GET} and {@code HEAD} of the page's files with strong entity tags, compressed where asked for. */
final class AssetHandler implements Handler<RoutingContext> {
    /** File names carry no version, so a browser revalidates each time and mostly gets 304; fonts never change. */
    private static final String ASK_AGAIN = "no-cache";

    private static final String A_WEEK = "public, max-age=604800";

    private static final Pattern GZIP = Pattern.compile(
            "(^|,)\\s*gzip\\s*(;\\s*q\\s*=\\s*(?!0(\\.0*)?\\s*(,|$))[0-9.]+\\s*)?(,|$)", Pattern.CASE_INSENSITIVE);

    private final PlayerAssets assets;
    private final Function<Optional<String>, PagePolicy> policy;

    /** @param policy what a page may do that was asked for under a host */
    AssetHandler(PlayerAssets assets, Function<Optional<String>, PagePolicy> policy) {
        this.assets = assets;
        this.policy = policy;
    }

    @Override
    public void handle(RoutingContext context) {
        Optional<PlayerAsset> found = assets.at(context.normalizedPath());
        if (found.isEmpty()) {
            context.fail(Problem.notFound("The web player has no such file."));
            return;
        }
        PlayerAsset asset = found.get();
        HttpServerRequest request = context.request();
        HttpServerResponse response = context.response();
        Optional<Buffer> gzip = asset.gzip().filter(_ -> acceptsGzip(request));
        String tag = gzip.isPresent() ? "\"" + asset.digest() + "-gzip\"" : "\"" + asset.digest() + "\"";
        policy.apply(HostField.of(request)).write(response.headers());
        response.putHeader(HttpHeaders.ETAG, tag)
                .putHeader(HttpHeaders.CACHE_CONTROL, asset.isFont() ? A_WEEK : ASK_AGAIN)
                .putHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
        if (EntityTags.matchesWeakly(request.getHeader(HttpHeaders.IF_NONE_MATCH), tag)) {
            var _ = response.setStatusCode(304).end();
            return;
        }
        Buffer body = gzip.orElse(asset.plain());
        response.putHeader(HttpHeaders.CONTENT_TYPE, asset.contentType())
                .putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(body.length()));
        if (gzip.isPresent()) {
            response.putHeader(HttpHeaders.CONTENT_ENCODING, "gzip");
        }
        var _ = request.method().equals(HttpMethod.HEAD) ? response.end() : response.end(body);
    }

    /** Whether gzip is named and not refused by a weight of zero, RFC 9110 §12.5.3. */
    private static boolean acceptsGzip(HttpServerRequest request) {
        String accepted = request.getHeader(HttpHeaders.ACCEPT_ENCODING);
        return accepted != null && GZIP.matcher(accepted).find();
    }
}
