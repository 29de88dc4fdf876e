package dev.legato.account;

import static dev.legato.account.AccountsUnderTest.bearer;
import static dev.legato.account.PaymentProvider.event;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.testing.Answer;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Plans, families and the payment provider's events, over real sockets on a real PostgreSQL. */
final class PlansIT {
    private static final String PASSWORD = "correct horse battery";

    @TempDir
    static Path folder;

    private static AccountsUnderTest accounts;
    private static PaymentProvider provider;

    @BeforeAll
    static void start() throws Exception {
        accounts = new AccountsUnderTest(
                folder.resolve("on"),
                Map.of(
                        "account.plans",
                        "true",
                        "account.billingSecret",
                        PaymentProvider.SECRET,
                        "account.clients",
                        "admin:" + AccountsUnderTest.sha256(AccountsUnderTest.SECRET) + ":admin"));
        provider = new PaymentProvider(accounts);
    }

    @AfterAll
    static void stop() throws Exception {
        accounts.close();
    }

    /** A listener who is logged in. */
    private record Listener(String id, String[] bearer) {
        static Listener of(String email) {
            String id = accounts.signUp(email).text("id");
            return new Listener(id, AccountsUnderTest.bearer(accounts.logIn(email, PASSWORD)));
        }

        JsonObject plan() {
            Answer answer = accounts.get("/v1/me/plan", bearer);
            assertEquals(200, answer.status(), answer.response().body());
            return answer.json();
        }

        void pay(String plan) {
            Instant now = accounts.clock.instant();
            assertOutcome("applied", event("pay-" + plan + id, id, "paid", now, plan, now.plus(Duration.ofDays(30))));
        }
    }

    @Test
    void plan_withoutPlans_isNoWallForAnyone() throws Exception {
        try (AccountsUnderTest open = new AccountsUnderTest(folder.resolve("off"), Map.of())) {
            Answer guest = open.post("/v1/sessions/guest", null);
            JsonObject plan = open.get("/v1/me/plan", bearer(guest)).json();
            assertNull(plan.getString("plan"));
            JsonObject limits = plan.getJsonObject("limits");
            assertTrue(limits.getBoolean("offline"));
            for (String limit : List.of("maxBitrate", "streams", "skipsPerHour", "devices")) {
                assertNull(limits.getValue(limit), limit);
            }
            assertEquals(201, open.signUp("clara@example.org").status());
            String[] clara = bearer(open.logIn("clara@example.org", PASSWORD));
            assertEquals(404, open.post("/v1/me/plan/trial", null, clara).status());
            assertEquals(
                    404,
                    open.post("/v1/billing/events", "{}", "Legato-Signature", "t=1,v1=00")
                            .status());
        }
    }

    @Test
    void trial_isOnce_andEnds() {
        Listener listener = Listener.of("trial@example.org");
        assertEquals("free", listener.plan().getString("plan"));
        assertEquals(160_000, listener.plan().getJsonObject("limits").getInteger("maxBitrate"));
        Answer trial = accounts.post("/v1/me/plan/trial", null, listener.bearer());
        assertEquals(200, trial.status(), trial.response().body());
        assertEquals("trial", trial.json().getString("plan"));
        assertNull(trial.json().getJsonObject("limits").getInteger("maxBitrate"));
        assertEquals(
                409, accounts.post("/v1/me/plan/trial", null, listener.bearer()).status());
        assertEquals(
                403,
                accounts.get("/v1/admin/accounts/" + listener.id() + "/plan", listener.bearer())
                        .status());
    }

    @Test
    void grant_byAnAdmin_changesThePlanAndIsAudited() {
        Listener listener = Listener.of("gift@example.org");
        Answer token = accounts.form("grant_type=client_credentials&client_id=admin&client_secret="
                + AccountsUnderTest.SECRET.replace(" ", "+"));
        String[] admin = {"Authorization", "Bearer " + token.text("access_token")};
        String path = "/v1/admin/accounts/" + listener.id() + "/plan";
        assertEquals(
                403,
                accounts.put(path, "{\"plan\": \"premium\"}", listener.bearer()).status());
        Answer given = accounts.put(path, "{\"plan\": \"premium\"}", admin);
        assertEquals(200, given.status(), given.response().body());
        assertEquals("premium", listener.plan().getString("plan"));
        assertEquals(400, accounts.put(path, "{\"plan\": \"gold\"}", admin).status());
        assertEquals(
                404,
                accounts.put("/v1/admin/accounts/" + "0".repeat(26) + "/plan", "{\"plan\": \"premium\"}", admin)
                        .status());
        assertEquals(200, accounts.put(path, "{\"plan\": \"free\"}", admin).status());
        JsonObject last =
                accounts.get(path, admin).json().getJsonArray("changes").getJsonObject(0);
        assertEquals("admin", last.getString("actor"));
        assertEquals("premium", last.getString("planBefore"));
        assertEquals("free", last.getString("planAfter"));
    }

    /** What the plan allows is in the next token. */
    @Test
    void refresh_afterThePlanChanged_tokenSaysSo() {
        Listener listener = Listener.of("token@example.org");
        Answer session = accounts.logIn("token@example.org", PASSWORD);
        assertEquals(160_000, claims(session).getJsonObject("ent").getInteger("maxBitrate"));
        listener.pay("premium");
        JsonObject paid = claims(accounts.refresh(session.text("refreshToken")));
        assertEquals(Integer.MAX_VALUE, paid.getJsonObject("ent").getInteger("maxBitrate"));
        assertEquals(2, paid.getJsonObject("ent").getInteger("streams"));
    }

    private static JsonObject claims(Answer session) {
        String payload = session.text("accessToken").split("\\.")[1];
        return new JsonObject(new String(Base64.getUrlDecoder().decode(payload), StandardCharsets.UTF_8));
    }

    @Test
    void billing_paidAndEnded_changesThePlan() {
        Listener listener = Listener.of("paid@example.org");
        listener.pay("premium");
        assertEquals("premium", listener.plan().getString("plan"));
        assertEquals("active", listener.plan().getString("status"));
        Instant now = accounts.clock.instant();
        assertOutcome("applied", event("end", listener.id(), "ended", now, null, null));
        assertOutcome("repeated", event("end", listener.id(), "ended", now, null, null));
        assertEquals("free", listener.plan().getString("plan"));
        // It happened before the end, however late it is reported.
        assertOutcome("applied", event("late", listener.id(), "upgraded", now.minusMillis(1), "family", null));
        assertEquals("free", listener.plan().getString("plan"));
        assertOutcome("unknown", event("x", "0".repeat(26), "ended", now, null, null));
    }

    @Test
    void billing_notSignedWell_is403() {
        Listener listener = Listener.of("forged@example.org");
        Instant now = accounts.clock.instant();
        JsonObject event = event("f1", listener.id(), "paid", now, "premium", now.plus(Duration.ofDays(30)));
        assertEquals(403, provider.send(event, Duration.ofMinutes(6)).status(), "recorded and sent again");
        assertEquals(403, provider.send(event, Duration.ofMinutes(-6)).status());
        String signature = PaymentProvider.signature(event.encode(), now);
        assertEquals(
                403,
                provider.send(event.put("plan", "family").encode(), signature).status(),
                "changed on its way");
        assertEquals(403, provider.send(event.encode(), "t=1,v1=00").status());
        assertEquals(403, accounts.post("/v1/billing/events", event.encode()).status());
        assertEquals("free", listener.plan().getString("plan"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"type\": \"granted\", \"plan\": \"premium\"}",
                "{\"type\": \"paid\"}",
                "{\"type\": \"paid\", \"plan\": \"gold\", \"until\": \"2030-01-01T00:00:00Z\"}",
                "{\"type\": \"paid\", \"plan\": \"premium\", \"until\": \"soon\"}",
                "{\"type\": \"ended\", \"id\": \"no word\"}",
                "{\"type\": \"ended\", \"occurredAt\": \"2190-01-01T00:00:00Z\"}",
                "{\"type\": \"ended\", \"account\": \"x\"}",
                "{\"type\": \"ended\", \"more\": 1}"
            })
    void billing_signedButMalformed_is400(String members) {
        JsonObject event = event("m1", "0".repeat(26), "ended", accounts.clock.instant(), null, null);
        event.remove("type");
        event.mergeIn(new JsonObject(members));
        assertEquals(400, provider.send(event).status(), members);
    }

    /** A thousand events, twice each, in any order, from several senders: the state is that of their own order. */
    @Test
    void billing_thousandEventsShuffledDoubledAndLate_endInTheSameState() throws Exception {
        Random random = new Random(7);
        List<Listener> listeners = new ArrayList<>();
        List<Listener> inOrder = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            listeners.add(Listener.of("shuffled%d@example.org".formatted(i)));
            inOrder.add(Listener.of("ordered%d@example.org".formatted(i)));
        }
        List<String> kinds = List.of(
                "paid", "payment-failed", "cancelled", "resumed", "upgraded", "downgraded", "ended", "trial-started");
        List<String> plans = List.of("premium", "family", "student", "free");
        Instant now = accounts.clock.instant().truncatedTo(ChronoUnit.SECONDS);
        List<JsonObject> events = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            Instant at = now.minus(Duration.ofMinutes(random.nextInt(50 * 24 * 60)));
            events.add(event(
                            "e" + i,
                            listeners.get(i % 5).id(),
                            kinds.get(random.nextInt(kinds.size())),
                            at,
                            plans.get(random.nextInt(plans.size())),
                            at.plus(Duration.ofDays(1 + random.nextInt(60))))
                    .put("sequence", i));
        }
        Map<String, String> ordered = new HashMap<>();
        for (int i = 0; i < 5; i++) {
            ordered.put(listeners.get(i).id(), inOrder.get(i).id());
        }
        events.stream()
                .sorted((a, b) -> a.getString("occurredAt").equals(b.getString("occurredAt"))
                        ? Long.compare(a.getLong("sequence"), b.getLong("sequence"))
                        : a.getString("occurredAt").compareTo(b.getString("occurredAt")))
                .forEach(event ->
                        assertOutcome("applied", event.copy().put("account", ordered.get(event.getString("account")))));

        List<JsonObject> sent = new ArrayList<>(events);
        sent.addAll(events);
        Collections.shuffle(sent, random);
        int applied = 0;
        try (ExecutorService senders = Executors.newFixedThreadPool(4)) {
            List<Future<String>> outcomes = sent.stream()
                    .map(event -> senders.submit(() -> provider.send(event).text("outcome")))
                    .toList();
            for (Future<String> outcome : outcomes) {
                applied += outcome.get().equals("applied") ? 1 : 0;
            }
        }
        assertEquals(1_000, applied);
        for (int i = 0; i < 5; i++) {
            assertEquals(inOrder.get(i).plan(), listeners.get(i).plan());
        }
    }

    /** What is long past is folded together; nothing that comes later still changes it. */
    @Test
    void billing_manyEventsLongPast_areSettled() {
        Listener listener = Listener.of("settled@example.org");
        Instant past = accounts.clock.instant().minus(Duration.ofDays(100));
        for (int i = 0; i <= 100; i++) {
            Instant at = past.plus(Duration.ofHours(i));
            assertOutcome(
                    "applied", event("s" + i, listener.id(), "paid", at, "premium", at.plus(Duration.ofDays(365))));
        }
        assertOutcome("late", event("s0", listener.id(), "ended", past, null, null));
        assertOutcome("late", event("new", listener.id(), "ended", past.plus(Duration.ofDays(10)), null, null));
        assertEquals("premium", listener.plan().getString("plan"));
        Instant now = accounts.clock.instant();
        assertOutcome("applied", event("end", listener.id(), "ended", now, null, null));
        assertEquals("free", listener.plan().getString("plan"));
    }

    @Test
    void family_upToSixShareThePlan_untilTheOwnerHasItNoLonger() {
        Listener owner = Listener.of("mother@example.org");
        assertEquals(
                403,
                accounts.post("/v1/me/family/invitations", null, owner.bearer()).status());
        owner.pay("family");
        List<String> invitations = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            Answer invitation = accounts.post("/v1/me/family/invitations", null, owner.bearer());
            assertEquals(201, invitation.status(), invitation.response().body());
            assertTrue(invitation.text("link").startsWith("http://localhost:8080/?family="));
            invitations.add(invitation.text("token"));
        }
        assertEquals(
                409,
                accounts.post("/v1/me/family/invitations", null, owner.bearer()).status());
        List<Listener> members = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            Listener member = Listener.of("child%d@example.org".formatted(i));
            assertEquals(200, join(member, invitations.get(i)).status());
            members.add(member);
        }
        assertEquals(404, join(owner, "x").status());
        assertEquals(
                404,
                join(Listener.of("seventh@example.org"), invitations.getFirst()).status(),
                "used");
        Listener child = members.getFirst();
        assertEquals("family", child.plan().getString("plan"));
        assertEquals("none", child.plan().getString("status"), "of its own plan");
        JsonObject family = accounts.get("/v1/me/family", child.bearer()).json();
        assertEquals("member", family.getString("role"));
        assertEquals(5, family.getJsonArray("members").size());
        assertEquals(
                403,
                accounts.post("/v1/me/family/invitations", null, child.bearer()).status());

        String path = "/v1/me/family/members/" + child.id();
        assertEquals(404, accounts.delete(path, members.get(1).bearer()).status(), "only the owner or the member");
        assertEquals(204, accounts.delete(path, child.bearer()).status());
        assertEquals("free", child.plan().getString("plan"));
        assertEquals(
                204,
                accounts.delete("/v1/me/family/members/" + members.get(1).id(), owner.bearer())
                        .status());

        assertOutcome("applied", event("end-family", owner.id(), "ended", accounts.clock.instant(), null, null));
        assertEquals("free", members.get(2).plan().getString("plan"));
    }

    @Test
    void invitation_thatSomebodyLooksAt_saysFromWhomItIsAndWhetherItIsStillGood() {
        Listener owner = Listener.of("inviting@example.org");
        owner.pay("family");
        String used = invite(owner);
        String declined = invite(owner);
        String expired = invite(owner);
        Listener member = Listener.of("invited@example.org");
        Listener other = Listener.of("uninvited@example.org");
        String[] guest = bearer(accounts.post("/v1/sessions/guest", null));
        assertOffer("open", "stranger", used, member.bearer());
        assertOffer("open", "stranger", used, guest);
        assertOffer("open", "owner", used, owner.bearer());
        assertEquals("Clara", look(used, guest).text("owner"));
        assertEquals(404, look("of-nobody", member.bearer()).status());

        assertEquals(200, join(member, used).status());
        assertOffer("used", "member", used, member.bearer());
        assertOffer("used", "stranger", used, other.bearer());
        assertOffer("open", "member", declined, member.bearer());

        String decline = "/v1/me/family/invitations/decline";
        assertEquals(204, accounts.post(decline, joining(declined), guest).status());
        assertEquals(404, accounts.post(decline, joining(declined), guest).status());
        assertOffer("used", "stranger", declined, other.bearer());
        assertEquals(404, join(other, declined).status());
        assertEquals(
                1,
                accounts.get("/v1/me/family", owner.bearer())
                        .json()
                        .getJsonArray("members")
                        .size());
        for (int i = 0; i < 3; i++) {
            assertEquals(
                    201,
                    accounts.post("/v1/me/family/invitations", null, owner.bearer())
                            .status(),
                    "a declined one takes no place");
        }
        accounts.clock.advance(Duration.ofDays(7).plusSeconds(1));
        Listener late = Listener.of("late@example.org");
        assertOffer("expired", "stranger", expired, late.bearer());
        assertEquals(404, join(late, expired).status());
    }

    private static String invite(Listener owner) {
        return String.valueOf(
                accounts.post("/v1/me/family/invitations", null, owner.bearer()).text("token"));
    }

    private static Answer look(String token, String[] caller) {
        return accounts.post("/v1/me/family/invitations/look", joining(token), caller);
    }

    private static void assertOffer(String state, String standing, String token, String[] caller) {
        Answer offer = look(token, caller);
        assertEquals(200, offer.status(), offer.body());
        assertEquals(state, offer.text("state"));
        assertEquals(standing, offer.text("standing"));
    }

    private static String joining(String token) {
        return new JsonObject().put("invitation", token).encode();
    }

    @Test
    void family_oneInvitationAcceptedTwiceAtOnce_isGoodForOne() throws Exception {
        Listener owner = Listener.of("father@example.org");
        owner.pay("family");
        String token =
                accounts.post("/v1/me/family/invitations", null, owner.bearer()).text("token");
        List<Listener> both = List.of(Listener.of("twin1@example.org"), Listener.of("twin2@example.org"));
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> statuses = both.stream()
                    .map(twin -> threads.submit(() -> join(twin, token).status()))
                    .toList();
            List<Integer> sorted = new ArrayList<>();
            for (Future<Integer> status : statuses) {
                sorted.add(status.get());
            }
            Collections.sort(sorted);
            assertEquals(List.of(200, 404), sorted);
        }
        assertFalse(
                accounts.get("/v1/me/family", owner.bearer()).response().body().contains(token));
    }

    private static Answer join(Listener listener, String invitation) {
        return accounts.post(
                "/v1/me/family/memberships",
                new JsonObject().put("invitation", invitation).encode(),
                listener.bearer());
    }

    private static void assertOutcome(String outcome, JsonObject event) {
        Answer answer = provider.send(event);
        assertEquals(200, answer.status(), answer.response().body());
        assertEquals(outcome, answer.text("outcome"));
    }
}
