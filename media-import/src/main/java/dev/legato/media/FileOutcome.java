package dev.legato.media;

import dev.legato.contracts.TrackId;

/** What became of one file. */
public sealed interface FileOutcome {
    /** The file's name below its source, tidied for a terminal. */
    String name();

    /** Stored and in the catalogue. */
    record Imported(String name, TrackId id) implements FileOutcome {}

    /** Imported before and not touched since. */
    record Unchanged(String name, TrackId id) implements FileOutcome {}

    /** Holds the very audio of another file of this run. */
    record Duplicate(String name, TrackId id, String of) implements FileOutcome {}

    /** Not imported, and why. */
    record Failed(String name, String reason) implements FileOutcome {}
}
