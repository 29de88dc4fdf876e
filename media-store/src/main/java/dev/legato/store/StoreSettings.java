package dev.legato.store;

import dev.legato.runtime.settings.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * Where objects lie.
 *
 * @param folder {@code import.objects}: the objects' folder; with S3, where they are made before they are put
 * @param s3 the bucket they lie in instead, or null
 */
public record StoreSettings(Path folder, @Nullable S3Settings s3) {
    public static StoreSettings from(Settings settings) {
        return new StoreSettings(
                settings.path("import.objects", Path.of("data/objects")),
                S3Settings.from(settings).orElse(null));
    }

    /**
     * The store, found to be reachable.
     *
     * @throws IOException if it is not
     */
    public ObjectStore open(InstantSource clock) throws IOException {
        return s3 == null ? new FolderStore(folder) : S3Store.open(s3, folder, clock);
    }
}
