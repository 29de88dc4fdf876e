package dev.legato.edge;

import dev.legato.contracts.ObjectKeys;
import dev.legato.edge.access.RecordedRequest;
import dev.legato.edge.file.ContentTags;
import dev.legato.edge.file.DotFiles;
import dev.legato.edge.file.FileOpener;
import dev.legato.edge.file.OpenFiles;
import dev.legato.edge.manifest.Manifests;
import dev.legato.edge.source.Source;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;

/** Serves the files of a folder. */
final class FolderServer implements ContentServer {
    private final Path root;
    private final ContentTags tags;
    private final AtomicReference<DotFiles> dotFiles;
    private final OpenFiles files;
    private final AudioHandler audio;

    /** @throws IOException if the folder cannot be read */
    FolderServer(EdgeSettings settings, Path root, Parts parts) throws IOException {
        this.root = root;
        this.tags = new ContentTags(
                settings.hashAtOnce(), settings.keepHashes(), parts.context().clock());
        this.dotFiles = new AtomicReference<>(settings.dotFiles());
        FileOpener opener = new FileOpener(
                root,
                tags,
                key -> ObjectKeys.isArtwork(key) ? settings.artworkCache() : settings.audioCache(),
                settings.mediaTypes(),
                dotFiles::get,
                parts.context().clock(),
                parts.linux());
        this.files = new OpenFiles(
                opener,
                parts.fields(),
                parts.workers(),
                settings.openFiles(),
                settings.trust(),
                settings.tagWait(),
                System::nanoTime);
        this.audio = new AudioHandler(
                parts.context().vertx(),
                parts.addresses(),
                files,
                new Manifests(files, parts.workers()),
                new CopiedBody(parts.context().vertx()),
                parts.fields(),
                parts.date(),
                parts.replies(),
                parts.gate());
        parts.metrics().gauge("open.files", "Files open, in the index or only being sent", files::openCount);
    }

    @Override
    public Source source() {
        return files;
    }

    @Override
    public void handle(RecordedRequest recorded) {
        audio.handle(recorded);
    }

    @Override
    public boolean handles(String method) {
        return false;
    }

    @Override
    public void use(EdgeSettings next) {
        dotFiles.set(next.dotFiles());
    }

    @Override
    public String description() {
        return root.toString();
    }

    @Override
    public void close() {
        files.close();
        tags.close();
    }
}
