package dev.legato.search.index;

import io.vertx.core.buffer.Buffer;

/**
 * Something that can be found.
 *
 * @param recording what is the same on several albums, by which hits collapse to one row; by default the id's text
 * @param view what a hit is shown as, in JSON; the index stores it as it is
 */
public record SearchDocument(SearchId id, SearchNames names, SearchTraits traits, String recording, Buffer view) {
    /** A document that is a recording of its own. */
    public SearchDocument(SearchId id, SearchNames names, SearchTraits traits, Buffer view) {
        this(id, names, traits, id.text(), view);
    }
}
