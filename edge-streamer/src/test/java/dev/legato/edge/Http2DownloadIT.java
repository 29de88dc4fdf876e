package dev.legato.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.legato.edge.RawHttp2Client.Frame;
import dev.legato.testing.FullRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers over HTTP/2 that are longer than the client's window. */
class Http2DownloadIT {
    private static final int SIZE = 24 << 20;
    private static final int WINDOW = 16 << 20;

    /** Of 40 one stalls, as a rule, when pieces of an answer are written during a flush. */
    private static final int DOWNLOADS = FullRun.repetitions("legato.downloads", 10, 40);

    private static final int INITIAL_WINDOW_SIZE = 4;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void download_whoseWindowOpensOnce_comesWhole(boolean tls) throws Exception {
        Path root = Files.createDirectories(folder.resolve("root"));
        Files.write(root.resolve("f.flac"), new byte[SIZE]);
        Map<String, String> settings =
                new HashMap<>(tls ? TestCertificate.create(folder).settings() : Map.of());
        settings.put("edge.open", "true");
        try (EdgeFixture edge = EdgeFixture.start(root, settings);
                RawHttp2Client client = RawHttp2Client.connect(edge.port(), tls)) {
            client.open(INITIAL_WINDOW_SIZE, WINDOW);
            client.frame(RawHttp2Client.WINDOW_UPDATE, 0, 0, RawHttp2Client.number((DOWNLOADS + 1) * SIZE));
            for (int i = 0; i < DOWNLOADS; i++) {
                assertEquals(SIZE, download(client, 2 * i + 1), "download " + i);
            }
        }
    }

    private static long download(RawHttp2Client client, int stream) throws Exception {
        client.get(stream);
        boolean open = false;
        long received = 0;
        Frame frame;
        do {
            frame = client.read();
            if (frame.type() == RawHttp2Client.DATA) {
                received += frame.payload().length;
                if (!open && received > WINDOW / 2) {
                    open = true;
                    client.frame(RawHttp2Client.WINDOW_UPDATE, 0, stream, RawHttp2Client.number(SIZE));
                }
            }
        } while (frame.stream() == 0 || (frame.flags() & RawHttp2Client.END_STREAM) == 0);
        return received;
    }
}
