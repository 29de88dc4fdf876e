package dev.legato.search.life;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class IndexFolderTest {
    @TempDir
    private Path root;

    @Test
    void current_isTheOneChosen_andTheOthersGo() throws IOException {
        IndexFolder folder = new IndexFolder(root.resolve("not there yet"));
        assertEquals(Optional.empty(), folder.current());
        Path one = folder.next();
        Path two = folder.next();
        Files.write(Files.createDirectories(Generation.files(one)).resolve("file"), new byte[1]);
        folder.choose(two);
        assertEquals(Optional.of(two), folder.current());
        folder.deleteAllBut(two);
        assertFalse(Files.exists(one));
        assertTrue(Files.exists(two));
        assertEquals("000003", folder.next().getFileName().toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "..", "../elsewhere", "000009", "1"})
    void current_ofAnythingElse_isNone(String named) throws IOException {
        Files.write(root.resolve("current"), named.getBytes(StandardCharsets.UTF_8));
        assertEquals(Optional.empty(), new IndexFolder(root).current());
    }
}
