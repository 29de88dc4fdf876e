package dev.legato.media.catalogue;

import dev.legato.contracts.ImportedTrack;
import dev.legato.contracts.TrackId;
import dev.legato.runtime.client.RetryPolicy;
import dev.legato.runtime.client.ServiceClient;
import dev.legato.runtime.client.ServiceProblemException;
import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes tracks through metadata-api's door, {@code /internal/v1}. A refusal is final; no answer, 429 and 503 are tried
 * again, ever later, for about twenty seconds. A refusal, or no answer at all, is an {@link IOException} that says so.
 */
public final class CatalogueClient implements Closeable {
    private static final int NOT_FOUND = 404;
    private static final String TRACKS = "/internal/v1/tracks/";
    private static final String UNAVAILABLE = "/internal/v1/unavailable-tracks";

    private final ServiceClient service;

    private record UnavailablePage(
            List<UnavailableTrack> items, @Nullable String next) {}

    /**
     * A track whose file is gone.
     *
     * @param album its id
     * @param albumTracks how many tracks that has, unavailable ones too
     * @param since when the file was missed
     */
    public record UnavailableTrack(
            TrackId id, String name, String album, String albumName, int albumTracks, Instant since) {}

    /**
     * A client of one metadata-api.
     *
     * @param metadata its base, such as {@code http://127.0.0.1:8083}
     * @param accessToken asked before each call, for a token with the scope {@code catalogue-write}
     */
    public CatalogueClient(URI metadata, Supplier<String> accessToken) {
        this.service = new ServiceClient("the catalogue", metadata, accessToken, RetryPolicy.PATIENT);
    }

    private interface Call {
        void run() throws IOException, InterruptedException;
    }

    /** Enters a track, or makes sure that it is there as given. */
    public void put(ImportedTrack track) throws IOException, InterruptedException {
        service.put(TRACKS + track.id(), track);
    }

    /** Says whether a track's file is there; false if the catalogue has no such track. */
    public boolean setAvailable(TrackId track, boolean available) throws IOException, InterruptedException {
        return isThere(() -> service.put(TRACKS + track + "/availability", Map.of("available", available)));
    }

    /** All tracks whose files are gone. */
    public List<UnavailableTrack> unavailable() throws IOException, InterruptedException {
        List<UnavailableTrack> tracks = new ArrayList<>();
        String next = UNAVAILABLE;
        while (next != null) {
            UnavailablePage page = service.get(next, UnavailablePage.class);
            tracks.addAll(page.items());
            next = page.next();
        }
        return tracks;
    }

    /** Removes an unavailable track for good; false if there is none, as when its file has come back. */
    public boolean purge(TrackId track) throws IOException, InterruptedException {
        return isThere(() -> service.delete(UNAVAILABLE + "/" + track));
    }

    @Override
    public void close() {
        service.close();
    }

    private static boolean isThere(Call call) throws IOException, InterruptedException {
        try {
            call.run();
            return true;
        } catch (ServiceProblemException e) {
            if (e.status() == NOT_FOUND) {
                return false;
            }
            throw e;
        }
    }
}
