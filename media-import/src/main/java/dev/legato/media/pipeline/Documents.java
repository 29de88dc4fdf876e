package dev.legato.media.pipeline;

import dev.legato.runtime.json.Json;
import dev.legato.store.CorruptObjectException;
import dev.legato.store.ObjectStore;
import dev.legato.store.StoredObject;
import dev.legato.store.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** JSON documents in the store. A corrupted one goes aside and counts as not there, so that it is made again. */
final class Documents {
    private static final Logger LOG = LoggerFactory.getLogger(Documents.class);

    private final ObjectStore store;
    private final Workspace workspace;

    Documents(ObjectStore store, Workspace workspace) {
        this.store = store;
        this.workspace = workspace;
    }

    <T> Optional<T> read(String key, Class<T> type) throws IOException {
        byte[] content = content(key);
        return content.length == 0 ? Optional.empty() : Optional.of(Json.read(content, type));
    }

    /** Removes what is there, if there is no document now; leaves what is there already. */
    void putIfOther(String key, Optional<?> document) throws IOException {
        if (document.isEmpty()) {
            store.remove(key);
        } else if (!Arrays.equals(content(key), Json.write(document.get()))) {
            put(key, document.get());
        }
    }

    void put(String key, Object document) throws IOException {
        Path file = workspace.newFile("json");
        try {
            Files.write(file, Json.write(document));
            var _ = store.put(key, file);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    /** Any object that is there and not corrupted. */
    Optional<StoredObject> whole(String key) throws IOException {
        try {
            workspace.discard(store.local(key, workspace));
            return store.describe(key);
        } catch (CorruptObjectException e) {
            LOG.warn("{}: made again", e.getMessage());
            store.setAside(key);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        return Optional.empty();
    }

    /** Nothing if there is no such document. */
    private byte[] content(String key) throws IOException {
        try {
            Path local = store.local(key, workspace);
            try {
                return Files.readAllBytes(local);
            } finally {
                workspace.discard(local);
            }
        } catch (CorruptObjectException e) {
            LOG.warn("{}: made again", e.getMessage());
            store.setAside(key);
        } catch (NoSuchFileException e) {
            return new byte[0];
        }
        return new byte[0];
    }
}
