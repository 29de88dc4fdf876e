package dev.legato.account.privacy;

import dev.legato.account.person.Account;
import dev.legato.account.person.AccountStore;
import dev.legato.account.signin.Endings;
import dev.legato.account.signin.PasswordSignIn;
import dev.legato.contracts.ProblemType;
import dev.legato.contracts.Scopes;
import dev.legato.runtime.auth.Caller;
import dev.legato.runtime.http.Reply;
import dev.legato.runtime.http.Request;
import dev.legato.runtime.problem.Problem;
import dev.legato.runtime.problem.ProblemException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Answers for the deletion and the export of the calling account. */
final class PrivacyHandler {
    /** How long ago the sign-in of someone without a password may be. */
    private static final Duration RECENT = Duration.ofMinutes(5);

    private final AccountStore accounts;
    private final PasswordSignIn passwords;
    private final Endings endings;
    private final DeletionStore deletions;
    private final ExportStore exports;
    private final OwnData ownData;
    private final Duration grace;
    private final Runnable wake;
    private final Clock clock;

    /** {@code {password}}. */
    record Proof(@Nullable String password) {}

    /** {@code {requestedAt, dueAt}}. */
    record DeletionReply(Instant requestedAt, Instant dueAt) {
        static DeletionReply of(Deletion deletion) {
            return new DeletionReply(deletion.requestedAt(), deletion.dueAt());
        }
    }

    /**
     * {@code {id, status, answered, expected, requestedAt, expiresAt, link}}.
     *
     * @param status {@code collecting} or {@code ready}
     * @param link where it is fetched once it is ready
     */
    record ExportReply(
            String id,
            String status,
            List<String> answered,
            List<String> expected,
            Instant requestedAt,
            Instant expiresAt,
            @Nullable String link) {
        ExportReply {
            answered = List.copyOf(answered);
            expected = List.copyOf(expected);
        }

        static ExportReply of(Export export) {
            return new ExportReply(
                    export.id(),
                    export.isReady() ? "ready" : "collecting",
                    export.answered(),
                    export.expected(),
                    export.requestedAt(),
                    export.expiresAt(),
                    export.isReady() ? "/v1/me/exports/" + export.id() : null);
        }
    }

    /** @param wake called when there may be events to relay */
    PrivacyHandler(
            AccountStore accounts,
            PasswordSignIn passwords,
            Endings endings,
            DeletionStore deletions,
            ExportStore exports,
            OwnData ownData,
            Duration grace,
            Runnable wake,
            Clock clock) {
        this.accounts = accounts;
        this.passwords = passwords;
        this.endings = endings;
        this.deletions = deletions;
        this.exports = exports;
        this.ownData = ownData;
        this.grace = grace;
        this.wake = wake;
        this.clock = clock;
    }

    /** Begins the deletion and signs out everywhere. A guest, who has no password and nobody to change his mind, goes with the next sweep. */
    Reply delete(Request request) {
        Account account = account(request);
        if (!account.guest()) {
            proveOwner(request, account);
        }
        return Reply.accepted(DeletionReply.of(beginDeletion(account))).header("Cache-Control", "no-store");
    }

    Deletion beginDeletion(Account account) {
        Deletion deletion = deletions.begin(account.id(), grace);
        endings.endAll(account.id(), "").await();
        return deletion;
    }

    Reply deletion(Request request) {
        return Reply.ok(DeletionReply.of(deletions
                        .find(owner(request))
                        .await()
                        .orElseThrow(() -> Problem.notFound("No deletion of your account is under way."))))
                .privateAlwaysAsk();
    }

    /** Takes a deletion back that is in its grace. */
    Reply keep(Request request) {
        if (!deletions.takeBack(owner(request)).await()) {
            throw Problem.notFound("No deletion of your account is under way.");
        }
        return Reply.noContent();
    }

    /** Begins an export; within a minute of the last one, that one is the answer. */
    Reply export(Request request) {
        return Reply.accepted(ExportReply.of(beginExport(account(request)))).header("Cache-Control", "no-store");
    }

    Export beginExport(Account account) {
        exports.clear(account.id()).await();
        Export export = exports.begin(account.id(), own(account));
        wake.run();
        return export;
    }

    Reply exportProgress(Request request) {
        return Reply.ok(ExportReply.of(mine(request))).privateAlwaysAsk();
    }

    /** The whole export: an object of an array of documents per service. */
    Reply fetchExport(Request request) {
        Export export = mine(request);
        // An id of another account's is as unknown as one that never was.
        if (!export.id().equals(request.path("id", id -> id)) || !export.isReady()) {
            throw Problem.notFound("You have no such export that is ready.");
        }
        return file(export);
    }

    /** An export that is ready, for a browser to save. */
    Reply file(Export export) {
        return Reply.ok(exports.parts(export.id()))
                .header("Cache-Control", "no-store")
                .header("Content-Disposition", "attachment; filename=\"legato-export.json\"");
    }

    private Export mine(Request request) {
        return exports.find(owner(request))
                .await()
                .orElseThrow(() -> Problem.notFound("You have no export; it may have expired."));
    }

    /** The account of the caller: a guest, or a listener in Legato's own player, and no application that acts for one. */
    private static String owner(Request request) {
        Caller caller = request.caller();
        if (!caller.guest()) {
            caller.require(Scopes.ACCOUNT_MANAGE);
        }
        return caller.account();
    }

    private Account account(Request request) {
        return accounts.find(owner(request))
                .await()
                .orElseThrow(() -> Problem.unauthorized("The account this token was made for is gone."));
    }

    private Map<String, Object> own(Account account) {
        Map<String, Object> own = new LinkedHashMap<>(ownData.of(account.id()).await());
        own.put("id", account.id());
        own.put("name", account.name());
        own.put("guest", account.guest());
        Optional.ofNullable(account.email()).ifPresent(email -> own.put("email", email.value()));
        return own;
    }

    /**
     * Ends the request unless it has the account's password; a wrong one counts as a failed log-in. Who has no password must have
     * signed in lately, by whatever factor.
     */
    private void proveOwner(Request request, Account account) {
        if (!accounts.hasPassword(account.id()).await()) {
            request.caller().requireSignIn(RECENT, clock.instant());
            return;
        }
        String password = request.body(Proof.class).password();
        if (password == null) {
            throw Problem.invalid("password", "missing (expected: a text)");
        }
        if (!passwords.isOwn(request, account, password)) {
            throw new ProblemException(Problem.of(ProblemType.WRONG_CREDENTIALS, "The password is wrong.", null));
        }
    }
}
