package dev.legato.media.plan;

import dev.legato.contracts.TrackId;
import dev.legato.media.index.ImportIndex.Missing;
import dev.legato.media.index.ImportIndex.Stamp;
import java.util.List;
import java.util.Map;

/** What an import does with one file. */
public sealed interface Step {
    /** The file's name for people. */
    String name();

    /** What follows from a first look at a file. */
    sealed interface Look extends Step {}

    /** What follows from a file's audio. */
    sealed interface Decision extends Step {}

    /** Leaves an untouched file's tracks as they are. */
    record Keep(String name, List<TrackId> tracks) implements Look {
        public Keep {
            tracks = List.copyOf(tracks);
        }
    }

    /** Makes the tracks of an untouched file available again, which was gone before. */
    record Restore(String name, Stamp stamp, List<TrackId> tracks) implements Look {
        public Restore {
            tracks = List.copyOf(tracks);
        }
    }

    /** Reads the audio of a file that is new, changed or not complete in the store; a {@link Decision} follows. */
    record Read(String name, Stamp stamp) implements Look {}

    /** Reports a file as failed. */
    record Refuse(String name, String reason) implements Look {}

    /** Reports a file of audio in a format that is not imported. */
    record PassOver(String name, String reason) implements Step {}

    /**
     * Stores what is missing of a file's tracks, and enters them into the catalogue.
     *
     * @param tracks all that the file holds, in order
     * @param isStored whether all of them can be played already, so that little more than their entries changes
     * @param taken those of them that another file of this run holds, with its name; they are left to it
     */
    record Import(String name, List<Candidate> tracks, boolean isStored, Map<TrackId, String> taken)
            implements Decision {
        public Import {
            tracks = List.copyOf(tracks);
            taken = Map.copyOf(taken);
        }
    }

    /** Leaves a file alone, since another file of this run holds its audio. */
    record Duplicate(String name, TrackId id, String of) implements Decision {}

    /**
     * Makes the tracks of a file that is gone unavailable.
     *
     * @param tracks those that no other file holds; may be empty
     */
    record MarkGone(String name, Missing missing, List<TrackId> tracks) implements Step {
        public MarkGone {
            tracks = List.copyOf(tracks);
        }
    }
}
