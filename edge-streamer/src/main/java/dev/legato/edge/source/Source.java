package dev.legato.edge.source;

import dev.legato.edge.http.RequestFields;
import org.jspecify.annotations.Nullable;

/**
 * What the edge serves from, as both lanes see it: the files of a folder, or a cache of origins. It knows neither lane: it
 * answers with an {@link OpenFile}, and does not know who sends that or how.
 */
public interface Source {
    /** Takes note of what has changed meanwhile, so that the next {@link #hit} is current as of now. Never waits. */
    void pollChanges();

    /**
     * Returns the file of a key if a GET can be answered with it without asking anyone; the caller releases it. Never
     * waits.
     *
     * @param now nanoseconds of the source's ticker
     * @return null if only the slow lane can answer
     */
    @Nullable
    OpenFile hit(String key, RequestFields fields, long now);
}
