package dev.legato.bench.runner.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.legato.runtime.jvm.JvmOptions;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class LegatoPeerTest {
    @Test
    void launch_hasTheOptionsOfAnEdge() {
        LaunchSettings settings =
                new LaunchSettings(Path.of("/a"), Path.of("/w"), 1, 2, false, Path.of("/k"), false, 0);
        List<String> command = new LegatoPeer().launch(0, settings).command();
        int main = command.indexOf(LegatoPeer.MAIN);
        assertEquals(JvmOptions.edge(), command.subList(1, main));
    }
}
