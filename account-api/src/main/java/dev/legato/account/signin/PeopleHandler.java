package dev.legato.account.signin;

import dev.legato.account.person.AuditLog;
import dev.legato.account.person.EmailAddress;
import dev.legato.account.person.Person;
import dev.legato.account.person.PersonStore;
import dev.legato.account.person.Role;
import dev.legato.account.session.SessionStore;
import dev.legato.runtime.http.Page;
import dev.legato.runtime.http.Reply;
import dev.legato.runtime.http.Request;
import dev.legato.runtime.problem.Problem;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Answers a person's own sessions, and the operations of administrators. */
final class PeopleHandler {
    private static final int DEFAULT_LIMIT = 20;

    private final PersonStore people;
    private final BrowserSessions browsers;
    private final SessionStore sessions;
    private final Administration administration;
    private final AuditLog audit;

    /**
     * A session.
     *
     * @param kind {@code browser} or {@code app}
     * @param agent what the browser calls itself; null for an app
     * @param current whether the request was made with it
     */
    record SessionItem(String id, String kind, @Nullable String agent, Instant lastUsedAt, boolean current) {}

    /** {@code {items}}. */
    record Sessions(List<SessionItem> items) {}

    /** A person as administrators see it. */
    record PersonItem(String id, String email, String name, List<String> roles, boolean verified, Instant createdAt) {}

    /** {@code {email}}. */
    record Invite(@Nullable String email) {}

    /** {@code {link}}. */
    record Link(String link) {}

    PeopleHandler(
            PersonStore people,
            BrowserSessions browsers,
            SessionStore sessions,
            Administration administration,
            AuditLog audit) {
        this.people = people;
        this.browsers = browsers;
        this.sessions = sessions;
        this.administration = administration;
        this.audit = audit;
    }

    Reply sessions(Request request) {
        String account = request.caller().account();
        String current = request.caller().session();
        return Reply.ok(new Sessions(Stream.concat(
                                browsers.list(account).await().stream()
                                        .map(session -> new SessionItem(
                                                session.id(), "browser", session.agent(), session.lastSeenAt(), false)),
                                sessions.list(account).await().stream()
                                        .map(session -> new SessionItem(
                                                session.id(),
                                                "app",
                                                null,
                                                session.lastUsedAt(),
                                                session.id().equals(current))))
                        .toList()))
                .privateAlwaysAsk();
    }

    Reply endSession(Request request) {
        String account = request.caller().account();
        String id = request.path("id", text -> text);
        if (!browsers.end(account, id).await() && !sessions.end(account, id).await()) {
            throw Problem.notFound("You have no such session.");
        }
        audit.add(account, account, "end-session").await();
        return Reply.noContent();
    }

    Reply people(Request request) {
        var _ = admin(request);
        int limit = request.limit(DEFAULT_LIMIT);
        List<Person> page =
                administration.list(request.query("after").orElse(""), limit).await();
        String next = page.size() < limit
                ? null
                : "/v1/admin/people?limit=%d&after=%s"
                        .formatted(limit, page.getLast().account().id());
        return Reply.ok(new Page<>(page.stream().map(PeopleHandler::item).toList(), next))
                .privateAlwaysAsk();
    }

    Reply audit(Request request) {
        var _ = admin(request);
        int limit = request.limit(DEFAULT_LIMIT);
        long before = request.query("before", PeopleHandler::entry).orElse(Long.MAX_VALUE);
        List<AuditLog.Entry> page = audit.list(before, limit).await();
        String next = page.size() < limit
                ? null
                : "/v1/admin/audit?limit=%d&before=%d"
                        .formatted(limit, page.getLast().id());
        return Reply.ok(new Page<>(page, next)).privateAlwaysAsk();
    }

    Reply invite(Request request) {
        String admin = admin(request);
        String email = request.body(Invite.class).email();
        Optional<EmailAddress> to =
                email == null ? Optional.empty() : Optional.of(Request.member("email", email, EmailAddress::parse));
        String link = administration.invite(admin, to).await();
        return Reply.created(URI.create(link), new Link(link)).header("Cache-Control", "no-store");
    }

    /** The role is asked for each time: who loses it loses it at once. */
    private String admin(Request request) {
        return people.find(request.caller().account())
                .await()
                .filter(Person::isAdmin)
                .map(person -> person.account().id())
                .orElseThrow(() -> Problem.forbidden("Only administrators may do this."));
    }

    private static long entry(String text) {
        if (!text.matches("\\d{1,18}")) {
            throw new IllegalArgumentException("not the id of an entry");
        }
        return Long.parseLong(text);
    }

    private static PersonItem item(Person person) {
        return new PersonItem(
                person.account().id(),
                person.email(),
                person.account().name(),
                person.roles().stream().sorted().map(Role::label).toList(),
                person.verified(),
                person.createdAt());
    }
}
