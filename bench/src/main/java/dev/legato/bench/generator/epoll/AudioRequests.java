package dev.legato.bench.generator.epoll;

import dev.legato.bench.corpus.Corpus;
import dev.legato.bench.corpus.CorpusFile;
import dev.legato.bench.protocol.ServerAddress;
import java.nio.charset.StandardCharsets;

/**
 * Requests for files of a corpus, all but the range's digits made beforehand:
 *
 * <pre>
 * GET /t00007-160.m4a HTTP/1.1
 * Host: 127.0.0.1:8081
 * User-Agent: legato-bench
 * Accept: *&#47;*
 * Range: bytes=1003-66538
 * </pre>
 */
final class AudioRequests {
    private static final byte[] END = ascii("\r\n\r\n");

    private final CorpusFile[] files;
    private final byte[][] wholes;
    private final byte[][] ranges;

    AudioRequests(Corpus corpus, ServerAddress server) {
        files = corpus.files().toArray(CorpusFile[]::new);
        wholes = new byte[files.length][];
        ranges = new byte[files.length][];
        for (int i = 0; i < files.length; i++) {
            String head = "GET %s/%s HTTP/1.1\r\nHost: %s\r\nUser-Agent: legato-bench\r\nAccept: */*\r\n"
                    .formatted(server.path(), files[i].name(), server.authority());
            wholes[i] = ascii(head + "\r\n");
            ranges[i] = ascii(head + "Range: bytes=");
        }
    }

    /** @param last inclusive */
    void range(Connection connection, int index, long first, long last, boolean compare) {
        connection
                .request()
                .clear()
                .put(ranges[index])
                .putDecimal(first)
                .put('-')
                .putDecimal(last)
                .put(END);
        connection.expectRange(files[index], first, last, compare);
    }

    void whole(Connection connection, int index, boolean compare) {
        connection.request().clear().put(wholes[index]);
        connection.expectFile(files[index], compare);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
