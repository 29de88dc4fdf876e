package dev.legato.media.source;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Where music comes from: a folder, or the demo music that is rendered as it is asked for. */
public interface MusicSource {
    /**
     * Everything there is to import, in a lasting order; cheap, nothing is opened.
     *
     * @throws IOException if there is no such source
     */
    List<Item> scan() throws IOException;

    /** The folder all of it lies in. */
    Path place();

    /** Something found. */
    sealed interface Item {
        /** Its name below the source. */
        String name();
    }

    /**
     * A file to import.
     *
     * @param beside files that tell of it: its lyrics, its folder's cue sheets, and its album's cover
     */
    record Music(String name, Supply supply, List<Path> beside) implements Item {
        public Music {
            beside = List.copyOf(beside);
        }
    }

    /**
     * Something that cannot be read, and why.
     *
     * @param mayHold whether there may be music in it
     */
    record Unreadable(String name, String reason, boolean mayHold) implements Item {}

    /** A file of audio that is not imported, and why. */
    record PassedOver(String name, String reason) implements Item {}

    /** Makes a file ready to be read and says where it lies. */
    interface Supply {
        Path file(Runnable rendering) throws IOException, InterruptedException;
    }
}
