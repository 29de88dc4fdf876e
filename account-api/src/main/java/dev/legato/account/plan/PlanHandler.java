package dev.legato.account.plan;

import dev.legato.contracts.ContentId;
import dev.legato.runtime.http.Reply;
import dev.legato.runtime.http.Request;
import dev.legato.runtime.problem.Problem;
import dev.legato.runtime.problem.ProblemException;
import java.time.Clock;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Answers which plan an account has, begins a trial, and lets an admin give a plan. */
public final class PlanHandler {
    private static final int CHANGES = 50;
    private static final Instant LAST = Instant.parse("2200-01-01T00:00:00Z");

    private final PlanSettings settings;
    private final Plans plans;
    private final PlanStore store;
    private final RandomGenerator random;
    private final Clock clock;

    /** {@code {plan, until}}. */
    record Grant(@Nullable String plan, @Nullable String until) {}

    public PlanHandler(PlanSettings settings, Plans plans, PlanStore store, RandomGenerator random, Clock clock) {
        this.settings = settings;
        this.plans = plans;
        this.store = store;
        this.random = random;
        this.clock = clock;
    }

    public Reply mine(Request request) {
        return Reply.ok(view(request.caller().account())).privateAlwaysAsk();
    }

    public Reply beginTrial(Request request) {
        requirePlans();
        if (request.caller().guest()) {
            throw Problem.forbidden("A trial needs an account; sign up first.");
        }
        String account = request.caller().account();
        Subscription own = store.of(account);
        if (own.trialUsed() || own.effective() != Plan.FREE) {
            throw Problem.conflict("plan", "You have tried already, or have a plan now.");
        }
        Instant now = clock.instant();
        record(account, PlanEvent.Kind.TRIAL_STARTED, null, now.plus(settings.trial()), account);
        return Reply.ok(view(account));
    }

    /** The plan of any account with its audit trail, for admins. */
    public Reply ofAccount(Request request) {
        String account = account(request);
        if (!store.isAccount(account)) {
            throw unknown(account);
        }
        return Reply.ok(new PlanView.Audited(view(account), store.changes(account, CHANGES)))
                .privateAlwaysAsk();
    }

    /** Gives a plan, for admins. */
    public Reply grant(Request request) {
        requirePlans();
        String account = account(request);
        Grant grant = request.body(Grant.class);
        Plan plan = Request.member("plan", grant.plan(), Plan::parse);
        Instant until = grant.until() == null ? null : Request.member("until", grant.until(), PlanHandler::instant);
        record(account, PlanEvent.Kind.GRANTED, plan, until, request.caller().account());
        return Reply.ok(new PlanView.Audited(view(account), store.changes(account, CHANGES)));
    }

    private void record(
            String account, PlanEvent.Kind kind, @Nullable Plan plan, @Nullable Instant until, String actor) {
        PlanEvent event = new PlanEvent(ContentId.random(random), clock.instant(), 0, kind, plan, until);
        if (store.add(account, event, actor) == PlanStore.Outcome.UNKNOWN) {
            throw unknown(account);
        }
    }

    private PlanView view(String account) {
        return plans.isEnabled() ? PlanView.of(plans.standing(account), plans.limits(account)) : PlanView.none();
    }

    private void requirePlans() {
        if (!plans.isEnabled()) {
            throw Problem.notFound("This installation has no plans: everyone is entitled to everything.");
        }
    }

    private static String account(Request request) {
        return request.path("id", text -> {
            ContentId.require("account id", text);
            return text;
        });
    }

    static Instant instant(String text) {
        try {
            Instant parsed = Instant.parse(text);
            if (parsed.isAfter(Instant.EPOCH) && parsed.isBefore(LAST)) {
                return parsed;
            }
        } catch (DateTimeParseException _) {
            // the same message serves both faults
        }
        throw new IllegalArgumentException("expected: a time like 2027-01-31T12:00:00Z, up to 2200");
    }

    private static ProblemException unknown(String account) {
        return Problem.notFound("There is no account %s.".formatted(account));
    }
}
