package dev.legato.metadata.importing;

import dev.legato.contracts.ImportedTrack;
import dev.legato.contracts.TrackId;
import dev.legato.metadata.cache.CatalogueCache;
import dev.legato.metadata.catalogue.Kind;
import dev.legato.runtime.postgres.Transactions;
import dev.legato.runtime.problem.Problem;
import io.vertx.core.Future;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Pool;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * Writes tracks: each in one transaction with its events, after which what has changed is evicted from the cache. Blocks its
 * virtual thread.
 */
public final class Importer {
    /** Waited too long for another writer, or one of the two had to give way. */
    private static final Set<String> TRY_AGAIN = Set.of("57014", "40001", "40P01", "55P03");

    private final Pool pool;
    private final CatalogueCache cache;
    private final Runnable afterCommit;
    private final Clock clock;

    /**
     * A writer.
     *
     * @param afterCommit called after a commit, since there may be events in the outbox
     */
    public Importer(Pool pool, CatalogueCache cache, Runnable afterCommit, Clock clock) {
        this.pool = pool;
        this.cache = cache;
        this.afterCommit = afterCommit;
        this.clock = clock;
    }

    /** Enters a track or brings it up to date; it has passed {@link ImportRules}. */
    public Outcome put(ImportedTrack track) {
        return write(writer -> writer.put(track));
    }

    public Outcome setAvailable(TrackId id, boolean available) {
        return write(writer -> writer.setAvailable(id.value(), available));
    }

    public Outcome remove(TrackId id) {
        return write(writer -> writer.remove(id.value(), true));
    }

    /** Removes a track if it is unavailable; one that is not counts as unknown. */
    public Outcome purge(TrackId id) {
        return write(writer -> writer.remove(id.value(), false));
    }

    /** Replaces the other names that an artist is found by; {@link Outcome#UNKNOWN} if there is no such artist. */
    public Outcome putAliases(String artist, List<String> aliases) {
        return write(writer -> writer.putAliases(artist, aliases));
    }

    private Outcome write(Function<TrackWriter, Written> work) {
        Written written = committed(work);
        Future.all(
                        cache.evict(Kind.TRACK, written.tracks()),
                        cache.evict(Kind.ALBUM, written.albums()),
                        cache.evict(Kind.ARTIST, written.artists()))
                .await();
        afterCommit.run();
        return written.outcome();
    }

    private Written committed(Function<TrackWriter, Written> work) {
        try {
            return Transactions.run(
                    pool, connection -> work.apply(new TrackWriter(new WriteTransaction(connection), clock.instant())));
        } catch (PgException e) {
            if (TRY_AGAIN.contains(e.getSqlState())) {
                throw Problem.unavailable("Others write to the same albums and artists; try again.");
            }
            throw e;
        }
    }
}
