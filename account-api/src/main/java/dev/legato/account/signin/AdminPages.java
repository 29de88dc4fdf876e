package dev.legato.account.signin;

import dev.legato.account.page.Pages;
import dev.legato.account.person.AuditLog;
import dev.legato.account.person.EmailAddress;
import dev.legato.account.person.Person;
import dev.legato.account.person.PersonStore;
import dev.legato.account.person.Role;
import dev.legato.runtime.http.Form;
import dev.legato.runtime.http.Reply;
import dev.legato.runtime.http.Request;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The page on which administrators look after people: roles, invitations, resets, sessions, audit trail. */
final class AdminPages {
    private static final int LIMIT = 50;
    private static final Set<String> FIELDS = Set.of("action", "id", "role", "email");

    private final Pages pages;
    private final Doorkeeper door;
    private final PersonStore people;
    private final Administration administration;
    private final Endings endings;
    private final AuditLog audit;

    AdminPages(
            Pages pages,
            Doorkeeper door,
            PersonStore people,
            Administration administration,
            Endings endings,
            AuditLog audit) {
        this.pages = pages;
        this.door = door;
        this.people = people;
        this.administration = administration;
        this.endings = endings;
        this.audit = audit;
    }

    /** Shows people after {@code after} and audit entries before {@code before}. */
    Reply show(Request request) {
        return door.showFresh(request, asAdmin(request, _ -> show(request, "", "")));
    }

    /** Does what a form asks for. */
    Reply act(Request request) {
        return door.postFresh(
                request, FIELDS, asAdmin(request, _ -> show(request, "error.expired", "")), (person, form) -> asAdmin(
                                request, admin -> act(request, admin.account().id(), form))
                        .apply(person));
    }

    /** Who is no administrator is not told that there is such a page. */
    private Function<SignedIn, Reply> asAdmin(Request request, Function<SignedIn, Reply> answer) {
        return person -> people.find(person.account().id())
                        .await()
                        .filter(Person::isAdmin)
                        .isPresent()
                ? answer.apply(person)
                : pages.show(request, "message", Map.of("key", "admin.none")).status(404);
    }

    private Reply act(Request request, String admin, Form form) {
        if (form.text("action").equals("invite")) {
            try {
                Optional<EmailAddress> email = form.value("email").map(EmailAddress::parse);
                return show(request, "", administration.invite(admin, email).await());
            } catch (IllegalArgumentException _) {
                return show(request, "error.form", "").status(400);
            }
        }
        Optional<Person> person = people.find(form.text("id")).await();
        if (person.isEmpty()) {
            return show(request, "error.form", "").status(404);
        }
        String id = person.get().account().id();
        switch (form.text("action")) {
            case "reset" -> {
                return show(
                        request,
                        "",
                        administration.resetLink(admin, person.get()).await());
            }
            case "end-sessions" -> {
                endings.endAll(id, "").await();
                audit.add(admin, id, "end-sessions").await();
            }
            case "remove-factors" -> {
                administration.removeFactors(admin, person.get()).await();
            }
            case "grant", "withdraw" -> {
                boolean grant = form.text("action").equals("grant");
                Optional<Role> role = role(form.text("role"));
                if (role.isEmpty() || (id.equals(admin) && role.get() == Role.ADMIN)) {
                    // Nobody takes the last key away by a slip: another administrator or the console does it.
                    return show(request, "error.form", "").status(400);
                }
                administration.setRole(admin, person.get(), role.get(), grant).await();
            }
            default -> {
                return show(request, "error.form", "").status(400);
            }
        }
        return show(request, "", "");
    }

    private Reply show(Request request, String error, String link) {
        List<Person> listed =
                people.list(request.query("after").orElse(""), LIMIT).await();
        List<AuditLog.Entry> entries = audit.list(
                        request.query("before")
                                .filter(text -> text.matches("\\d{1,18}"))
                                .map(Long::parseLong)
                                .orElse(Long.MAX_VALUE),
                        LIMIT)
                .await();
        Map<String, Object> model = new HashMap<>();
        model.put("people", listed);
        model.put(
                "nextPeople",
                listed.size() == LIMIT ? listed.getLast().account().id() : "");
        model.put("entries", entries);
        model.put(
                "nextEntries",
                entries.size() == LIMIT ? Long.toString(entries.getLast().id()) : "");
        model.put("error", error);
        model.put("link", link);
        return pages.show(request, "admin", model);
    }

    private static Optional<Role> role(String text) {
        try {
            return Optional.of(Role.parse(text)).filter(role -> role != Role.LISTENER);
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
