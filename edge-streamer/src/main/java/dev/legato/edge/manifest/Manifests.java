package dev.legato.edge.manifest;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.legato.contracts.SegmentIndex;
import dev.legato.contracts.SegmentIndex.Rendition;
import dev.legato.edge.file.FileWorkers;
import dev.legato.edge.file.OpenFiles;
import dev.legato.edge.file.Opening;
import dev.legato.edge.http.EntityTag;
import dev.legato.edge.http.HttpDate;
import dev.legato.edge.http.Representation;
import dev.legato.edge.http.Validators;
import dev.legato.edge.source.OpenFile;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Renders the manifests of tracks, and caches each as long as its segment index does not change. The same index gives
 * the same bytes, hence the same entity tag, on every edge.
 */
public final class Manifests {
    /** Short, since a track gets more renditions while it is imported. */
    private static final String REVALIDATE = "public, max-age=60, no-transform";

    private static final int MAX_CACHED_BYTES = 32 << 20;
    private static final int TAG_BYTES = 18;

    private final OpenFiles files;
    private final FileWorkers workers;
    private final Cache<String, Rendered> rendered = Caffeine.newBuilder()
            .maximumWeight(MAX_CACHED_BYTES)
            .weigher((String key, Rendered one) ->
                    key.length() + one.manifest.bytes().length())
            .executor(Runnable::run)
            .build();

    /** @param index the tag of the segment index it was rendered from */
    private record Rendered(EntityTag index, Manifest manifest) {}

    /**
     * Renders manifests from the indexes among these files.
     *
     * @param workers where indexes are read
     */
    public Manifests(OpenFiles files, FileWorkers workers) {
        this.files = files;
        this.workers = workers;
    }

    /**
     * Renders the manifest of a key for which there is no file; empty if the key names no manifest. Fails if the index
     * cannot be read or is malformed, and with a {@link RejectedExecutionException} if too many tasks wait.
     */
    public CompletableFuture<Optional<Manifest>> find(String key) {
        ManifestName name = ManifestName.parse(key);
        if (name == null) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        return files.open(name.folder() + SegmentIndex.FILE)
                .thenApplyAsync(opening -> Optional.ofNullable(manifest(key, name, opening)), workers);
    }

    private @Nullable Manifest manifest(String key, ManifestName name, Opening opening) {
        return switch (opening) {
            case Opening.Opened(OpenFile file) -> {
                try {
                    yield manifest(key, name, file);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                } finally {
                    file.release();
                }
            }
            case Opening.Absent _ -> null;
            case Opening.Busy _ -> throw new RejectedExecutionException("too many files are being opened");
            case Opening.Failed(var cause) -> throw new UncheckedIOException(cause);
        };
    }

    private @Nullable Manifest manifest(String key, ManifestName name, OpenFile file) throws IOException {
        EntityTag tag = file.representation().validators().tag();
        Rendered known = rendered.getIfPresent(key);
        if (known != null && known.index.equals(tag)) {
            return known.manifest;
        }
        String text = render(name, SegmentIndexReader.read(file.channel()));
        if (text == null) {
            return null;
        }
        Manifest manifest = manifest(text.getBytes(StandardCharsets.UTF_8), name.kind());
        if (tag != null) {
            rendered.put(key, new Rendered(tag, manifest));
        }
        return manifest;
    }

    private static @Nullable String render(ManifestName name, SegmentIndex whole) {
        SegmentIndex index = new SegmentIndex(whole.renditions().stream()
                .filter(rendition -> name.limits().permits(rendition.name()))
                .toList());
        return switch (name.kind()) {
            case MASTER_PLAYLIST -> master(Variants.select(index, name.of()));
            case MPD -> index.renditions().isEmpty() ? null : DashManifest.render(index);
            case MEDIA_PLAYLIST ->
                index.renditions().stream()
                        .filter(rendition -> rendition.name().equals(name.of()))
                        .findFirst()
                        .map(HlsPlaylists::media)
                        .orElse(null);
        };
    }

    private static @Nullable String master(List<Rendition> variants) {
        return variants.isEmpty() ? null : HlsPlaylists.master(variants);
    }

    private static Manifest manifest(byte[] bytes, ManifestName.Kind kind) {
        EntityTag tag = EntityTag.strong(Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(Arrays.copyOf(sha256().digest(bytes), TAG_BYTES)));
        return new Manifest(
                new Representation(
                        new Validators(tag, HttpDate.NONE), bytes.length, kind.contentType(), REVALIDATE, "manifest"),
                Buffer.buffer(bytes));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
