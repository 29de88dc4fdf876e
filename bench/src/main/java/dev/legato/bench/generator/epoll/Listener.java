package dev.legato.bench.generator.epoll;

/**
 * One listener's player: which track, how much is fetched, until when it can play.
 *
 * <p>All it knows of time is {@code playableUntil}: the moment the fetched audio runs out if it plays on. Bytes that
 * arrive before move that moment on; bytes that arrive after it end a silence.
 */
final class Listener {
    /** What a request in flight is for. */
    enum Purpose {
        START,
        SEEK,
        MORE
    }

    int file;
    long position;
    long playableUntil;
    long freeSince;
    long nextSeek;
    long nextSkip;
    boolean started;
    boolean playing;
    boolean waiting;
    boolean timed;
    Purpose wish = Purpose.START;

    /**
     * Audio has arrived while it should have been playing.
     *
     * @param nanosOfAudio how long it plays
     * @return nanoseconds of silence since {@code playableUntil}; 0 when none
     */
    long arrived(long now, long nanosOfAudio) {
        long silence = Math.max(0, now - playableUntil);
        playableUntil = Math.max(now, playableUntil) + nanosOfAudio;
        return silence;
    }

    /** Plays from now on, whatever was before: a start or a seek the listener waited for. */
    void playFrom(long now, long nanosOfAudio) {
        playing = true;
        playableUntil = now + nanosOfAudio;
    }

    /** When a chunk fits into the buffer again. */
    long roomAt(long bufferNanos, long chunkNanos) {
        return playableUntil - Math.max(0, bufferNanos - chunkNanos);
    }
}
