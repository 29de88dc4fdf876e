package dev.legato.account.avatar;

import dev.legato.runtime.http.Reply;
import dev.legato.runtime.http.Request;
import dev.legato.runtime.problem.Problem;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;

/** Takes, shows and removes pictures of people. Use it on virtual threads. */
public final class AvatarHandler {
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{32}");

    private static final int MAX_WAITING = 8;

    /** How long a picture may take; who waits longer is asked to come again. */
    private static final Duration MAX_WAIT = Duration.ofSeconds(10);

    private final AvatarStore store;
    private final PictureThread pictures = new PictureThread(MAX_WAITING, MAX_WAIT);

    /** {@code {avatar}}, where the picture is. */
    record AvatarView(String avatar) {}

    public AvatarHandler(AvatarStore store) {
        this.store = store;
    }

    /** Sets the caller's picture. */
    public Reply put(Request request) {
        if (request.caller().guest()) {
            throw Problem.forbidden("A picture belongs to an account; sign up first.");
        }
        byte[] uploaded = request.bodyBytes().getBytes();
        byte[] square = pictures.submit(() -> SquarePicture.of(uploaded))
                .recover(failure -> Future.failedFuture(
                        failure instanceof PictureException
                                ? Problem.invalid("body", String.valueOf(failure.getMessage()))
                                : failure))
                .await();
        return Reply.ok(
                new AvatarView(store.put(request.caller().account(), square).await()));
    }

    /** Removes the caller's picture; there may be none. */
    public Reply remove(Request request) {
        store.remove(request.caller().account()).await();
        return Reply.noContent();
    }

    /**
     * Shows a picture to whoever has its address, which cannot be guessed: an {@code <img>} sends no token. Only browsers keep
     * it: a shared cache would show it after it was removed.
     */
    public Reply show(Request request) {
        String hash = request.path("hash", text -> {
            if (!HASH.matcher(text).matches()) {
                throw new IllegalArgumentException("There is no such picture.");
            }
            return text;
        });
        Buffer image = store.read(hash).await().orElseThrow(() -> Problem.notFound("There is no such picture."));
        return new Reply(200, Map.of(), new Reply.Bytes(image))
                .header("Content-Type", "image/jpeg")
                .header("Cache-Control", "private, max-age=31536000, immutable")
                .header("X-Content-Type-Options", "nosniff")
                .header("Content-Security-Policy", "default-src 'none'")
                .header("Cross-Origin-Resource-Policy", "same-origin")
                .etag('"' + hash + '"');
    }
}
