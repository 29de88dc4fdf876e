package dev.legato.edge;

import dev.legato.edge.access.RecordedRequest;
import dev.legato.edge.address.Addresses;
import dev.legato.edge.address.RecentAddresses;
import dev.legato.edge.file.OpenFiles;
import dev.legato.edge.file.Opening;
import dev.legato.edge.http.Answer;
import dev.legato.edge.http.DateField;
import dev.legato.edge.http.HeadFields;
import dev.legato.edge.http.Refusal;
import dev.legato.edge.http.ResponseFields;
import dev.legato.edge.manifest.Manifest;
import dev.legato.edge.manifest.Manifests;
import dev.legato.edge.metrics.EdgeMetrics.Tier;
import dev.legato.edge.source.OpenFile;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Handles GET and HEAD of an object: calls the steps in order and does none of them itself. A hit is answered at once.
 */
final class AudioHandler {
    private final Vertx vertx;
    private final RecentAddresses addresses;
    private final OpenFiles files;
    private final Manifests manifests;
    private final CopiedBody copied;
    private final ResponseFields fields;
    private final DateField date;
    private final Replies replies;
    private final StreamGate gate;

    AudioHandler(
            Vertx vertx,
            RecentAddresses addresses,
            OpenFiles files,
            Manifests manifests,
            CopiedBody copied,
            ResponseFields fields,
            DateField date,
            Replies replies,
            StreamGate gate) {
        this.vertx = vertx;
        this.addresses = addresses;
        this.files = files;
        this.manifests = manifests;
        this.copied = copied;
        this.fields = fields;
        this.date = date;
        this.replies = replies;
        this.gate = gate;
    }

    void handle(RecordedRequest recorded) {
        switch (addresses.read(recorded.request().uri(), date.now())) {
            case Addresses.Refused refused -> replies.refuse(recorded, refused.problem());
            case Addresses.Granted granted -> find(recorded, granted);
            case Addresses.Counted(var granted, var link) -> gate.pass(recorded, link, next -> find(next, granted));
            case Addresses.Substituted(var granted) -> find(recorded.unshared(), granted);
        }
    }

    private void find(RecordedRequest recorded, Addresses.Granted granted) {
        files.pollChanges();
        OpenFile file = files.hit(granted.key(), System.nanoTime());
        if (file != null) {
            answer(recorded, new FileContent(file, Tier.OPEN, granted.link(), copied));
            return;
        }
        Context context = vertx.getOrCreateContext();
        var _ = files.open(granted.key())
                .thenAccept(opening ->
                        context.runOnContext(_ -> replies.guard(recorded, () -> opened(recorded, granted, opening))));
    }

    private void opened(RecordedRequest recorded, Addresses.Granted granted, Opening opening) {
        switch (opening) {
            case Opening.Opened(OpenFile file) ->
                answer(recorded, new FileContent(file, Tier.DISK, granted.link(), copied));
            case Opening.Absent _ -> findManifest(recorded, granted.key());
            case Opening.Busy _ -> replies.refuse(recorded, Refusal.BUSY);
            case Opening.Failed(var cause) ->
                replies.fail(recorded, Refusal.INTERNAL, "opening %s failed".formatted(granted.key()), cause);
        }
    }

    /** Answers with the manifest of a key for which there is no file, or with 404. */
    private void findManifest(RecordedRequest recorded, String key) {
        Context context = vertx.getOrCreateContext();
        var _ = manifests
                .find(key)
                .whenComplete((manifest, failure) -> context.runOnContext(
                        _ -> replies.guard(recorded, () -> found(recorded, key, manifest, failure))));
    }

    private void found(RecordedRequest recorded, String key, Optional<Manifest> manifest, @Nullable Throwable failure) {
        if (failure instanceof CompletionException e && e.getCause() instanceof RejectedExecutionException) {
            replies.refuse(recorded, Refusal.BUSY);
        } else if (failure != null) {
            replies.fail(recorded, Refusal.INTERNAL, "rendering %s failed".formatted(key), failure);
        } else if (manifest.isEmpty()) {
            replies.refuse(recorded, Refusal.NOT_FOUND);
        } else {
            HeadFields head = HeadFields.of(fields, manifest.get().representation());
            answer(recorded, new ManifestContent(manifest.get(), head));
        }
    }

    private void answer(RecordedRequest recorded, Content content) {
        HttpServerRequest request = recorded.request();
        long now = date.now();
        Answer answer = Answer.decide(
                request.method().equals(HttpMethod.HEAD),
                new HeaderFields(request.headers()),
                content.representation(),
                now);
        replies.answer(recorded, content, answer, now);
    }
}
