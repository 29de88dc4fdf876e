package dev.legato.media.pipeline;

import dev.legato.contracts.TrackId;
import dev.legato.media.audio.AudioInfo;
import dev.legato.media.tags.TrackTags;
import java.nio.file.Path;

/**
 * What one track is made of: a whole file, or a stretch cut from it.
 *
 * @param shown its name for people
 * @param audio a file that holds it alone
 * @param extension of the original that is stored
 */
record Piece(String shown, TrackId id, Path audio, String extension, AudioInfo info, TrackTags tags) {}
