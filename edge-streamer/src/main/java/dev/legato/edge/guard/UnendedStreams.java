package dev.legato.edge.guard;

import java.util.Arrays;

/**
 * The HTTP/2 streams of a connection that its client has opened and not ended. Only the newest {@value #MAX} are
 * remembered, so a client that ends none costs a kilobyte.
 */
final class UnendedStreams {
    static final int MAX = 256;

    private int[] streams = new int[8];
    private int count;
    private int newestForgotten;

    /** Adds a stream, whose number is higher than all before. */
    void add(int stream) {
        if (count == MAX) {
            newestForgotten = streams[0];
            removeAt(0);
        } else if (count == streams.length) {
            streams = Arrays.copyOf(streams, 2 * count);
        }
        streams[count++] = stream;
    }

    void remove(int stream) {
        int at = Arrays.binarySearch(streams, 0, count, stream);
        if (at >= 0) {
            removeAt(at);
        }
    }

    /** Whether a stream is one of them; also true if it may have been forgotten. */
    boolean mayContain(int stream) {
        return stream <= newestForgotten || Arrays.binarySearch(streams, 0, count, stream) >= 0;
    }

    private void removeAt(int at) {
        count--;
        System.arraycopy(streams, at + 1, streams, at, count - at);
    }
}
