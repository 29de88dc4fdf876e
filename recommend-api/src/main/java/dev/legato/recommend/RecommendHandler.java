package dev.legato.recommend;

import dev.legato.contracts.TrackId;
import dev.legato.runtime.http.Cursor;
import dev.legato.runtime.http.Cursor.Part;
import dev.legato.runtime.http.Page;
import dev.legato.runtime.http.PagePath;
import dev.legato.runtime.http.Reply;
import dev.legato.runtime.http.Request;
import dev.legato.runtime.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Answers for similar tracks and recommendations. */
final class RecommendHandler {
    private static final int USUAL_ITEMS = 20;

    private final NeighbourStore store;

    RecommendHandler(NeighbourStore store) {
        this.store = store;
    }

    Reply similar(Request request) {
        String track = request.path("id", TrackId::new).value();
        if (!store.isPresent(track)) {
            throw Problem.notFound("There is no track %s.".formatted(track));
        }
        List<ScoredTrack> tracks = Scoring.rank(store.ofTrack(track));
        if (tracks.size() < Scoring.MOST) {
            List<String> more = new ArrayList<>(store.ofSameArtists(track));
            more.addAll(store.popularBeside(track));
            tracks = Scoring.fill(tracks, more);
        }
        return page(request, tracks, "/v1/tracks/%s/similar".formatted(track));
    }

    Reply recommendations(Request request) {
        String account = request.caller().account();
        List<ScoredTrack> tracks = Scoring.rank(store.ofListener(account));
        if (tracks.size() < Scoring.MOST) {
            tracks = Scoring.fill(tracks, store.popularUnheard(account));
        }
        return page(request, tracks, "/v1/me/recommendations");
    }

    /** A page begins behind the track the last one ended with; if that has left the list, there is no more. */
    private static Reply page(Request request, List<ScoredTrack> tracks, String path) {
        int limit = request.limit(USUAL_ITEMS);
        Optional<String> last = request.query(
                "cursor", cursor -> Cursor.parse(cursor, Part.ID).parts().getFirst());
        List<ScoredTrack> rest = last.map(track -> after(tracks, track)).orElse(tracks);
        PagePath list = new PagePath(path).with("limit", limit);
        return Reply.ok(Page.of(rest, limit, list, item -> Cursor.of(item.trackId())))
                .privateAlwaysAsk();
    }

    private static List<ScoredTrack> after(List<ScoredTrack> tracks, String last) {
        int index = tracks.stream().map(ScoredTrack::trackId).toList().indexOf(last);
        return index < 0 ? List.of() : tracks.subList(index + 1, tracks.size());
    }
}
