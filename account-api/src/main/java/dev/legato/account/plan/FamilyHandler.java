package dev.legato.account.plan;

import dev.legato.contracts.ContentId;
import dev.legato.runtime.http.Reply;
import dev.legato.runtime.http.Request;
import dev.legato.runtime.problem.Problem;
import dev.legato.runtime.problem.ProblemException;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Answers who shares a family plan, invites and lets join and leave. */
public final class FamilyHandler {
    private static final int MAX_TOKEN_CHARACTERS = 64;

    private final Plans plans;
    private final FamilyStore families;
    private final URI publicUrl;
    private final int max;

    /**
     * {@code {role, owner, members, max}}.
     *
     * @param role of the caller
     * @param members without the owner
     * @param max with the owner
     */
    record FamilyView(String role, @Nullable String owner, List<FamilyStore.Member> members, int max) {
        FamilyView {
            members = List.copyOf(members);
        }
    }

    /**
     * {@code {token, link, expiresAt}}.
     *
     * @param link opens the page on which the invited accepts
     */
    record InvitationView(String token, String link, Instant expiresAt) {}

    /**
     * {@code {owner, state, standing, expiresAt}}.
     *
     * @param owner the name of who invites
     */
    record OfferView(String owner, String state, String standing, Instant expiresAt) {}

    /** {@code {invitation}}. */
    record Joining(@Nullable String invitation) {}

    /**
     * @param publicUrl where clients reach the gateway
     * @param max of a family, with its owner
     */
    public FamilyHandler(Plans plans, FamilyStore families, URI publicUrl, int max) {
        this.plans = plans;
        this.families = families;
        this.publicUrl = publicUrl;
        this.max = max;
    }

    public Reply family(Request request) {
        return Reply.ok(view(request.caller().account())).privateAlwaysAsk();
    }

    /** Makes an invitation, which the owner hands on. */
    public Reply invite(Request request) {
        String owner = request.caller().account();
        requireOwner(owner);
        FamilyStore.Invitation invitation = families.invite(owner)
                .orElseThrow(() -> Problem.conflict(
                        "members", "A family has up to %d members, those invited included.".formatted(max)));
        String link = publicUrl.resolve("/?family=" + invitation.token()).toString();
        return Reply.created(
                        URI.create("/v1/me/family"),
                        new InvitationView(invitation.token(), link, invitation.expiresAt()))
                .header("Cache-Control", "no-store");
    }

    /** Shows an invitation to whoever has its link. */
    public Reply look(Request request) {
        FamilyStore.Offer offer = families.look(request.caller().account(), invitation(request))
                .orElseThrow(
                        () -> Problem.notFound("There is no such invitation; check the link, or ask for another."));
        return Reply.ok(new OfferView(offer.owner(), label(offer.state()), label(offer.standing()), offer.expiresAt()))
                .header("Cache-Control", "no-store");
    }

    /** Declines an invitation: its owner may invite somebody else. */
    public Reply decline(Request request) {
        if (!families.decline(invitation(request))) {
            throw invalid();
        }
        return Reply.noContent();
    }

    private static String invitation(Request request) {
        return Request.member("invitation", request.body(Joining.class).invitation(), FamilyHandler::token);
    }

    private static ProblemException invalid() {
        return Problem.notFound("This invitation is not valid any more; ask for another.");
    }

    private static String label(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    public Reply join(Request request) {
        String token = invitation(request);
        if (request.caller().guest()) {
            throw Problem.forbidden("A family's members have accounts; sign up first.");
        }
        String account = request.caller().account();
        return switch (families.join(account, token)) {
            case JOINED -> Reply.ok(view(account));
            case INVALID -> throw invalid();
            case FULL -> throw Problem.conflict("members", "This family has as many members as it may have.");
            case ELSEWHERE -> throw Problem.conflict("invitation", "You belong to a family already.");
        };
    }

    /** The owner removes a member, or a member leaves. */
    public Reply remove(Request request) {
        String caller = request.caller().account();
        String member = request.path("id", text -> {
            ContentId.require("account id", text);
            return text;
        });
        String owner = member.equals(caller) ? families.ownerOf(caller).orElse(caller) : caller;
        if (!families.remove(owner, member)) {
            throw Problem.notFound("There is no member %s of your family.".formatted(member));
        }
        return Reply.noContent();
    }

    private FamilyView view(String account) {
        String owner = families.ownerOf(account).orElse(null);
        if (owner != null) {
            return new FamilyView("member", owner, families.members(owner), max);
        }
        List<FamilyStore.Member> members = families.members(account);
        boolean owns = !members.isEmpty() || isOwner(account);
        return new FamilyView(owns ? "owner" : "none", owns ? account : null, members, max);
    }

    private void requireOwner(String account) {
        if (!isOwner(account)) {
            throw Problem.forbidden("Only who has the family plan invites to it.");
        }
    }

    private boolean isOwner(String account) {
        return plans.isEnabled() && plans.standing(account).own().effective() == Plan.FAMILY;
    }

    private static String token(String text) {
        if (text.isEmpty() || text.length() > MAX_TOKEN_CHARACTERS) {
            throw new IllegalArgumentException("length: %d (expected: 43)".formatted(text.length()));
        }
        return text;
    }
}
