package dev.legato.media.pipeline;

import java.time.Duration;

/**
 * Who watches an import. Calls come from the threads that import, several at a time, and must return soon.
 *
 * <p>Numbers count from 1; a file that is {@linkplain Phase#DONE done} has an outcome.
 */
public interface ImportProgress {
    /** What is being done to a file. */
    enum Phase {
        /** Demo music is being rendered. */
        RENDER,
        /** Its audio is being identified and its tags read. */
        READ,
        /** Its original and its cover are being stored. */
        STORE,
        /** The rendition it can be played in first is being encoded. */
        ENCODE,
        /** It is being entered into the catalogue. */
        CATALOGUE,
        DONE
    }

    /** Nobody watches. */
    ImportProgress NONE = new ImportProgress() {
        @Override
        public void started(int files) {}

        @Override
        public void entered(int number, String name, Phase phase) {}

        @Override
        public void finished(int done, int files, FileOutcome outcome, Duration left) {}

        @Override
        public void completed(int done, int tracks, Duration left) {}
    };

    /** The source has been scanned. */
    void started(int files);

    /** A file has come to a phase. */
    void entered(int number, String name, Phase phase);

    /**
     * A file can be played, or will not be, as the {@code done}th of {@code files}.
     *
     * @param left until the others can be, at the pace so far
     */
    void finished(int done, int files, FileOutcome outcome, Duration left);

    /**
     * {@code done} tracks of those that can be played are complete, with all their renditions. Called first with 0, when
     * there are tracks to complete.
     *
     * @param left until all are, at the pace so far; zero while that is not known
     */
    void completed(int done, int tracks, Duration left);
}
