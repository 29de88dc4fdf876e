package dev.legato.metadata.importing;

/** How a track was entered or removed. */
public enum Outcome {
    CREATED,
    UPDATED,
    UNCHANGED,
    REMOVED,
    UNKNOWN
}
