package dev.legato.bench.generator.epoll;

import dev.legato.bench.corpus.Corpus;
import dev.legato.bench.corpus.CorpusFile;
import dev.legato.bench.protocol.ServerAddress;
import java.util.SplittableRandom;

/** Draws random ranges of random files. */
final class RangeRequests {
    private final CorpusFile[] files;
    private final AudioRequests requests;
    private final long length;
    private final int compareOneIn;

    /** @param length of each range in bytes; 0: whole files */
    RangeRequests(Corpus corpus, ServerAddress server, long length, int compareOneIn) {
        this.files = corpus.files().toArray(CorpusFile[]::new);
        this.requests = new AudioRequests(corpus, server);
        this.length = length;
        this.compareOneIn = compareOneIn;
    }

    int count() {
        return files.length;
    }

    /** Writes a request for a whole file into a connection's buffer. */
    void whole(Connection connection, int index) {
        requests.whole(connection, index, false);
    }

    /** Writes a request for a range, drawn at random, into a connection's buffer. */
    void draw(Connection connection, SplittableRandom random) {
        int index = random.nextInt(files.length);
        CorpusFile file = files[index];
        boolean compare = random.nextInt(compareOneIn) == 0;
        if (length == 0) {
            requests.whole(connection, index, compare);
        } else {
            long first = random.nextLong(file.size() - length + 1);
            requests.range(connection, index, first, first + length - 1, compare);
        }
    }
}
