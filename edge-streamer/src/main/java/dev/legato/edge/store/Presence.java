package dev.legato.edge.store;

/** The state of a slice. */
public enum Presence {
    /** Its bytes have to be fetched. */
    ABSENT,
    /** A {@link Fill} writes it; bytes before its watermark can be read. */
    FILLING,
    /** Its bytes can be sent. */
    PRESENT,
    /** It was restored after a crash, and {@link StoredObject#verify} has to find out whether its bytes are right. */
    UNVERIFIED
}
