package dev.legato.media.pipeline;

import dev.legato.contracts.TrackId;
import java.util.List;

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

    /** No more there, and nothing else holds its tracks: they are unavailable now. */
    record Gone(String name, List<TrackId> tracks) implements FileOutcome {
        public Gone {
            tracks = List.copyOf(tracks);
        }
    }

    /** Not tried, or not finished, for the disk is full: the next run's. */
    record Left(String name) implements FileOutcome {}

    /** Audio in a format that is not imported. */
    record PassedOver(String name, String reason) implements FileOutcome {}

    /** Not imported, and why. */
    record Failed(String name, String reason) implements FileOutcome {}
}
