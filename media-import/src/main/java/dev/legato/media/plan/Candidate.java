package dev.legato.media.plan;

import dev.legato.contracts.TrackId;

/**
 * A track that a file was found to hold.
 *
 * @param name the file's name for people, with the track's number if the file holds several
 */
public record Candidate(TrackId id, String name) {}
