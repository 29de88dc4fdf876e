package dev.legato.account.person;

import dev.legato.contracts.ContentId;
import dev.legato.runtime.http.Reply;
import dev.legato.runtime.http.Request;
import dev.legato.runtime.problem.Problem;
import dev.legato.runtime.problem.ProblemException;
import java.net.URI;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Lists and changes the profiles of the calling account, and lets its session go on under one. */
public final class ProfileHandler {
    private final ProfileStore profiles;
    private final RandomGenerator random;

    /** {@code {name, explicit}}. */
    record Change(@Nullable String name, @Nullable Boolean explicit) {}

    /** {@code {profile}}. */
    record Choice(@Nullable String profile) {}

    /** {@code {items, max}}. */
    record ProfilesView(List<Profile> items, int max) {
        ProfilesView {
            items = List.copyOf(items);
        }
    }

    public ProfileHandler(ProfileStore profiles, RandomGenerator random) {
        this.profiles = profiles;
        this.random = random;
    }

    public Reply list(Request request) {
        return Reply.ok(new ProfilesView(profiles.list(request.caller().account()), ProfileStore.MAX))
                .privateAlwaysAsk();
    }

    public Reply add(Request request) {
        Change body = request.body(Change.class);
        DisplayName name = Request.member("name", body.name(), DisplayName::parse);
        boolean explicit = body.explicit() == null || body.explicit();
        Profile profile = new Profile(ContentId.random(random), name.value(), explicit);
        if (!profiles.add(request.caller().account(), profile)) {
            throw Problem.conflict("name", "An account has up to %d profiles.".formatted(ProfileStore.MAX));
        }
        return Reply.created(URI.create("/v1/me/profiles/" + profile.id()), profile);
    }

    public Reply change(Request request) {
        Change body = request.body(Change.class);
        String name = body.name() == null
                ? null
                : Request.member("name", body.name(), DisplayName::parse).value();
        String id = id(request);
        return Reply.ok(profiles.change(request.caller().account(), id, name, body.explicit())
                .orElseThrow(() -> none(id)));
    }

    public Reply remove(Request request) {
        String id = id(request);
        if (!profiles.remove(request.caller().account(), id)) {
            throw none(id);
        }
        return Reply.noContent();
    }

    /** Chooses a profile, or none; the session's next token says so. */
    public Reply choose(Request request) {
        String session = request.caller().session();
        if (session == null) {
            throw Problem.notFound("This token belongs to no session.");
        }
        String chosen = request.body(Choice.class).profile();
        String id = chosen == null ? null : Request.member("profile", chosen, ProfileHandler::require);
        if (!profiles.choose(request.caller().account(), session, id)) {
            throw Problem.notFound("There is no such profile, or the session has ended.");
        }
        return Reply.noContent();
    }

    private static ProblemException none(String id) {
        return Problem.notFound("You have no profile %s.".formatted(id));
    }

    private static String id(Request request) {
        return request.path("id", ProfileHandler::require);
    }

    private static String require(String text) {
        ContentId.require("profile id", text);
        return text;
    }
}
