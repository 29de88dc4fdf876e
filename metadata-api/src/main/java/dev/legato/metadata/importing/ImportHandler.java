package dev.legato.metadata.importing;

import dev.legato.contracts.ImportedTrack;
import dev.legato.contracts.TrackId;
import dev.legato.runtime.http.Reply;
import dev.legato.runtime.http.Request;
import dev.legato.runtime.problem.Problem;
import java.net.URI;

/** Answers the importer's operations. */
public final class ImportHandler {
    private final Importer importer;

    /** A track's id and what became of it. */
    record Answer(TrackId id, Outcome outcome) {}

    /** Whether a track's file is there. */
    record Availability(boolean available) {}

    public ImportHandler(Importer importer) {
        this.importer = importer;
    }

    public Reply put(Request request) {
        TrackId id = request.path("id", TrackId::new);
        ImportedTrack track = request.body(ImportedTrack.class);
        if (!id.equals(track.id())) {
            throw Problem.invalid("id", "'%s' (expected: the path's, %s)".formatted(track.id(), id));
        }
        ImportRules.check(track);
        Answer answer = new Answer(id, importer.put(track));
        return answer.outcome() == Outcome.CREATED
                ? Reply.created(URI.create("/v1/tracks/" + id), answer)
                : Reply.ok(answer);
    }

    public Reply setAvailability(Request request) {
        TrackId id = request.path("id", TrackId::new);
        Availability availability = request.body(Availability.class);
        Answer answer = new Answer(id, importer.setAvailable(id, availability.available()));
        if (answer.outcome() == Outcome.UNKNOWN) {
            throw Problem.notFound("There is no track %s.".formatted(id));
        }
        return Reply.ok(answer);
    }

    /** Removes a track whose file has not come back meanwhile. */
    public Reply purge(Request request) {
        TrackId id = request.path("id", TrackId::new);
        if (importer.purge(id) == Outcome.UNKNOWN) {
            throw Problem.notFound("There is no unavailable track %s.".formatted(id));
        }
        return Reply.noContent();
    }

    public Reply remove(Request request) {
        TrackId id = request.path("id", TrackId::new);
        if (importer.remove(id) == Outcome.UNKNOWN) {
            throw Problem.notFound("There is no track %s.".formatted(id));
        }
        return Reply.noContent();
    }
}
