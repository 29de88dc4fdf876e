package dev.legato.media.plan;

import dev.legato.media.index.ImportIndex.Known;
import dev.legato.media.index.ImportIndex.Stamp;
import java.util.Optional;

/**
 * What a file tells before its audio is read.
 *
 * @param name the file's name for people
 * @param intact what the index knows of the untouched file, if the store holds all of it
 * @param isEmpty whether the file has no bytes; false is enough for one that is intact
 */
public record Sighting(String name, Stamp stamp, Optional<Known> intact, boolean isEmpty) {}
