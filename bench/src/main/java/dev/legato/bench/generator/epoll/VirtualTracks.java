package dev.legato.bench.generator.epoll;

import dev.legato.bench.corpus.Corpus;
import dev.legato.bench.corpus.CorpusFile;
import dev.legato.bench.protocol.ServerAddress;
import java.nio.charset.StandardCharsets;

/**
 * Requests for any number of tracks, which are a corpus's files under names of their own; the origin cuts the first
 * segment of a path:
 *
 * <pre>
 * GET /v12-0-3/t00007-160.m4a HTTP/1.1
 * Host: 127.0.0.1:8081
 * User-Agent: legato-bench
 * Accept: *&#47;*
 * Range: bytes=0-65535
 * </pre>
 */
final class VirtualTracks {
    private static final byte[] END = ascii("\r\n\r\n");

    private final CorpusFile[] files;
    private final byte[] beginning;
    private final byte[][] rest;

    /** @param group tells the tracks from those of other groups; digits and {@code -} */
    VirtualTracks(Corpus corpus, ServerAddress server, String group) {
        files = corpus.files().toArray(CorpusFile[]::new);
        beginning = ascii("GET %s/v%s-".formatted(server.path(), group));
        rest = new byte[files.length][];
        for (int i = 0; i < files.length; i++) {
            rest[i] = ascii("/%s HTTP/1.1\r\nHost: %s\r\nUser-Agent: legato-bench\r\nAccept: */*\r\nRange: bytes="
                    .formatted(files[i].name(), server.authority()));
        }
    }

    long size(long track) {
        return files[index(track)].size();
    }

    /**
     * Writes a request and says what the answer must be.
     *
     * @param track from 0
     * @param last inclusive
     */
    void range(Connection connection, long track, long first, long last, boolean compare) {
        int index = index(track);
        connection
                .request()
                .clear()
                .put(beginning)
                .putDecimal(track / files.length)
                .put(rest[index])
                .putDecimal(first)
                .put('-')
                .putDecimal(last)
                .put(END);
        connection.expectRange(files[index], first, last, compare);
    }

    private int index(long track) {
        return (int) (track % files.length);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
