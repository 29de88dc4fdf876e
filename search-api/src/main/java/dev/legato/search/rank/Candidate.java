package dev.legato.search.rank;

import dev.legato.search.index.SearchCursor.Place;
import dev.legato.search.index.SearchId;

/**
 * A document that an engine found, before it is ranked.
 *
 * @param tier the first tier that it matches
 * @param rank {@code DocumentTokens.rank}
 * @param id of the document
 * @param names the packed names, {@code DocumentTokens.names}
 * @param recording by which hits collapse
 * @param reference by which the engine finds the document's view again
 */
public record Candidate(int tier, long rank, SearchId id, String names, String recording, int reference) {
    Place place() {
        return new Place(tier, rank, id.text());
    }
}
