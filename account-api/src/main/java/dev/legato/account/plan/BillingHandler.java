package dev.legato.account.plan;

import dev.legato.contracts.ContentId;
import dev.legato.contracts.Word;
import dev.legato.runtime.http.Reply;
import dev.legato.runtime.http.Request;
import dev.legato.runtime.problem.Problem;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.stream.Collectors;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/** Takes the events of a payment provider. */
public final class BillingHandler {
    private static final String ACTOR = "provider";

    /** An event from the future would stand before all that really comes. */
    private static final Duration AHEAD = Duration.ofMinutes(5);

    private final PlanSettings settings;
    private final PlanStore store;
    private final Clock clock;

    /** {@code {id, account, type, occurredAt, sequence, plan, until}}. */
    record Event(
            @Nullable String id,
            @Nullable String account,
            @Nullable String type,
            @Nullable String occurredAt,
            @Nullable Long sequence,
            @Nullable String plan,
            @Nullable String until) {}

    /** {@code {outcome}}. */
    record EventReply(String outcome) {}

    public BillingHandler(PlanSettings settings, PlanStore store, Clock clock) {
        this.settings = settings;
        this.store = store;
        this.clock = clock;
    }

    /** Takes one event; sent again, it changes nothing. What is well signed is never refused for its order. */
    public Reply take(Request request) {
        SecretKey key = settings.billingKey();
        if (key == null || !settings.enabled()) {
            throw Problem.notFound("This installation has no payment provider.");
        }
        byte[] body = request.bodyBytes().getBytes();
        String signature = request.header(BillingSignature.FIELD).orElse("");
        if (!BillingSignature.isGenuine(signature, body, key, clock.instant())) {
            throw Problem.forbidden("The message is not signed by the payment provider, or was sent too long ago.");
        }
        Event event = request.body(Event.class);
        String account = Request.member("account", event.account(), text -> {
            ContentId.require("account id", text);
            return text;
        });
        return Reply.ok(new EventReply(store.add(account, read(event), ACTOR).label()));
    }

    private PlanEvent read(Event event) {
        String id = Request.member("id", event.id(), text -> {
            Word.require("id", text);
            return text;
        });
        PlanEvent.Kind kind = Request.member("type", event.type(), BillingHandler::kind);
        Instant at = Request.member("occurredAt", event.occurredAt(), PlanHandler::instant);
        if (at.isAfter(clock.instant().plus(AHEAD))) {
            throw Problem.invalid("occurredAt", "%s (expected: not in the future)".formatted(at));
        }
        Plan plan = event.plan() == null ? null : Request.member("plan", event.plan(), Plan::parse);
        Instant until = event.until() == null ? null : Request.member("until", event.until(), PlanHandler::instant);
        try {
            return new PlanEvent(id, at, event.sequence() == null ? 0 : event.sequence(), kind, plan, until);
        } catch (IllegalArgumentException e) {
            throw Problem.invalid(plan == null ? "plan" : "until", String.valueOf(e.getMessage()));
        }
    }

    /** An admin's gift is not the provider's to give. */
    private static PlanEvent.Kind kind(String label) {
        return Arrays.stream(PlanEvent.Kind.values())
                .filter(kind -> kind != PlanEvent.Kind.GRANTED && kind.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("expected: %s"
                        .formatted(Arrays.stream(PlanEvent.Kind.values())
                                .filter(kind -> kind != PlanEvent.Kind.GRANTED)
                                .map(PlanEvent.Kind::label)
                                .collect(Collectors.joining(", ")))));
    }
}
