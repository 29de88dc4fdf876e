package dev.legato.media;

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
        /** Its renditions are being encoded. */
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
        public void finished(int done, int files, FileOutcome outcome) {}
    };

    /** The source has been scanned. */
    void started(int files);

    /** A file has come to a phase. */
    void entered(int number, String name, Phase phase);

    /** A file is done, as the {@code done}th of {@code files}. */
    void finished(int done, int files, FileOutcome outcome);
}
