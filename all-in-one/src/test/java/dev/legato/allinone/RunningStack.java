package dev.legato.allinone;

import dev.legato.contracts.LegatoService;
import dev.legato.embedded.DataDirectory;
import dev.legato.media.pipeline.ImportProgress;
import dev.legato.media.pipeline.ImportReport;
import dev.legato.media.source.FolderSource;
import dev.legato.runtime.settings.Settings;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The all-in-one on free ports over a folder, as a test sees it. */
record RunningStack(DataDirectory data, Stack stack, Lifecycle lifecycle) implements AutoCloseable {
    static RunningStack start(Path folder) {
        return start(folder, Map.of());
    }

    /** With settings beyond the ports. */
    static RunningStack start(Path folder, Map<String, String> more) {
        Lifecycle lifecycle = new Lifecycle();
        try {
            DataDirectory data =
                    lifecycle.start("The data folder", () -> DataDirectory.claim(folder), DataDirectory::close);
            Map<String, String> settings =
                    new HashMap<>(Map.of("gateway.port", "0", "edge.port", "0", "management.port", "0"));
            settings.putAll(more);
            return new RunningStack(
                    data, Stack.start(data, Settings.of(settings), lifecycle, StartProgress.NONE), lifecycle);
        } catch (RuntimeException e) {
            lifecycle.stop();
            throw e;
        }
    }

    ImportReport importFolder(Path music) throws Exception {
        return stack.importMusic(new FolderSource(music), ImportProgress.NONE);
    }

    URI gateway() {
        return stack.url(LegatoService.GATEWAY);
    }

    @Override
    public void close() {
        lifecycle.stop();
    }
}
