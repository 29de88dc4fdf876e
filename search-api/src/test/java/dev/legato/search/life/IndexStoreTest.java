package dev.legato.search.life;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.legato.search.index.IndexCondition;
import dev.legato.search.index.SearchIndex;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class IndexStoreTest {
    @TempDir
    private Path root;

    @Test
    void empty_ofAnEngineThatFails_leavesNoFolder() throws IOException {
        IndexEngine failing = new IndexEngine() {
            @Override
            public IndexCondition condition(Path folder) {
                return IndexCondition.ABSENT;
            }

            @Override
            public SearchIndex open(Path folder) throws IOException {
                Files.write(folder.resolve("file"), new byte[1]);
                throw new IOException("no space left on device");
            }
        };
        IndexStore store = new IndexStore(failing, new IndexFolder(root), null, Clock.systemUTC());
        assertThrows(IOException.class, () -> store.empty("topic"));
        try (Stream<Path> left = Files.list(root)) {
            assertEquals(0, left.count());
        }
    }
}
