package dev.legato.edge.store;

import java.util.function.Consumer;

/**
 * The records of a journal, one method each. A {@link RecordEncoder} writes them, {@link Replay} makes the index of them.
 * Applying a record twice, or one that was overtaken by a later one, must do no harm: see {@link Journal#rewrite}.
 */
interface JournalEvents {
    /** Bytes of a record about an object, without its key and description. */
    int OBJECT_BYTES = 40;

    /** Bytes of a slice among others in one record. */
    int SLICE_BYTES = 9;

    /** What is known of a slice's bytes. */
    enum Standing {
        /** They are on the disk as soon as a later mark says so. */
        PENDING(0),
        /** They are on the disk. */
        SYNCED(1),
        /** They may not have reached the disk before a crash, and no mark changes that. */
        UNVERIFIED(2);

        private final byte code;

        Standing(int code) {
            this.code = (byte) code;
        }

        /** As the journal writes it. */
        byte code() {
            return code;
        }

        /** @throws IllegalArgumentException if there is none with that code */
        static Standing of(byte code) {
            return switch (code) {
                case 0 -> PENDING;
                case 1 -> SYNCED;
                case 2 -> UNVERIFIED;
                default -> throw new IllegalArgumentException("standing: " + code);
            };
        }
    }

    /** A record or several, to be written to one or more journals. */
    @FunctionalInterface
    interface Entry extends Consumer<JournalEvents> {}

    /** The store was opened: slices that are pending became unverified. */
    void opened();

    /** @param length complete length, -1 if unknown */
    void created(long id, String key, long length, boolean refetchable, Description description);

    void described(long id, Description description);

    void completed(long id, long length);

    /** @param checksum CRC32C of the slice */
    void filled(long id, int index, int checksum, Standing standing);

    void dropped(long id, int index);

    void removed(long id);

    /** The pending slices whose records end at {@code position} or before are on the disk. */
    void synced(long position);
}
