package dev.legato.edge.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

class ObjectKeyFuzzTest {
    private static final Path ROOT = Path.of("/root/of/all");

    @FuzzTest(maxDuration = "60s")
    void parse_anyPath_staysInside(byte[] data) {
        if (ObjectKey.parse(new String(data, StandardCharsets.ISO_8859_1)) instanceof ObjectKey.Named(ObjectKey key)) {
            Path path = ROOT.resolve(key.value());
            assertEquals(path, path.normalize());
            assertTrue(path.startsWith(ROOT) && !path.equals(ROOT));
            assertFalse(key.value().contains("/.")
                    || key.value().startsWith(".")
                    || key.value().indexOf('\0') >= 0);
        }
    }
}
