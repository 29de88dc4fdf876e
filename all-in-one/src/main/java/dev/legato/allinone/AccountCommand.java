package dev.legato.allinone;

import dev.legato.account.AccountConsole;
import dev.legato.account.person.Person;
import dev.legato.account.person.Role;
import dev.legato.account.vault.MasterKey;
import dev.legato.embedded.StartupException;
import dev.legato.runtime.postgres.PostgresSettings;
import dev.legato.runtime.settings.Settings;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./legato account}: looks after accounts from the machine itself. */
@Command(
        name = "account",
        description = "Look after accounts: list them, reset a password or second factor, give roles, invite.",
        mixinStandardHelpOptions = true)
final class AccountCommand implements Runnable {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "The data folder of a running ./legato up.",
            scope = CommandLine.ScopeType.INHERIT)
    private Path data = Path.of("data");

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Settings with postgres.uri, account.masterKey and tokens.issuer, instead of --data.",
            scope = CommandLine.ScopeType.INHERIT)
    private @Nullable Path config;

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init") // by picocli
    private CommandLine.Model.CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(
                spec.commandLine(), "Missing: list, reset, remove-factors, grant, withdraw, invite or first-admin");
    }

    @Command(name = "list", description = "List everyone with an account: address, roles, name.")
    int list() {
        try (AccountConsole console = console()) {
            console.list().forEach(person -> System.out.println(line(person)));
            return CommandLine.ExitCode.OK;
        }
    }

    @Command(name = "reset", description = "Print a link by which a person sets a new password, good for an hour.")
    int reset(@Parameters(paramLabel = "EMAIL") String email) {
        try (AccountConsole console = console()) {
            System.out.println(console.resetLink(email).orElseThrow(() -> nobody(email)));
            return CommandLine.ExitCode.OK;
        }
    }

    @Command(name = "remove-factors", description = "Remove authenticator app, passkeys and recovery codes.")
    int removeFactors(@Parameters(paramLabel = "EMAIL") String email) {
        try (AccountConsole console = console()) {
            return done(console.removeFactors(email), email);
        }
    }

    @Command(name = "grant", description = "Give a person a role: curator or admin.")
    int grant(@Parameters(paramLabel = "EMAIL") String email, @Parameters(paramLabel = "ROLE") String role) {
        try (AccountConsole console = console()) {
            return done(console.setRole(email, Role.parse(role), true), email);
        }
    }

    @Command(name = "withdraw", description = "Take a role from a person.")
    int withdraw(@Parameters(paramLabel = "EMAIL") String email, @Parameters(paramLabel = "ROLE") String role) {
        try (AccountConsole console = console()) {
            return done(console.setRole(email, Role.parse(role), false), email);
        }
    }

    @Command(name = "invite", description = "Print a link by which somebody signs up, good for a week.")
    int invite(@Parameters(paramLabel = "EMAIL", arity = "0..1") @Nullable String email) {
        try (AccountConsole console = console()) {
            System.out.println(console.invite(Optional.ofNullable(email)));
            return CommandLine.ExitCode.OK;
        }
    }

    @Command(name = "first-admin", description = "Print a link by which the first administrator signs up.")
    int firstAdmin() {
        try (AccountConsole console = console()) {
            System.out.println(console.firstAdminLink()
                    .orElseThrow(() -> new StartupException("there is an administrator; see ./legato account grant")));
            return CommandLine.ExitCode.OK;
        }
    }

    private AccountConsole console() {
        Path door = AccountDoor.file(data);
        Settings settings = Settings.load(config == null && Files.exists(door) ? door : config, System.getenv());
        if (settings.secret("postgres.uri").isEmpty()) {
            throw new StartupException(
                    "postgres.uri: not set (is a ./legato up running with --data %s? else name --config)"
                            .formatted(data));
        }
        URI publicUrl = settings.uri("tokens.issuer", URI.create("http://localhost:8080"), "http", "https");
        return AccountConsole.open(
                PostgresSettings.from(settings), MasterKey.from(settings), publicUrl, Clock.systemUTC());
    }

    private static int done(boolean found, String email) {
        if (!found) {
            throw nobody(email);
        }
        return CommandLine.ExitCode.OK;
    }

    private static StartupException nobody(String email) {
        return new StartupException("nobody has the address " + email);
    }

    private static String line(Person person) {
        return "%-40s %-24s %s"
                .formatted(
                        person.email(),
                        person.roles().stream().sorted().map(Role::label).collect(Collectors.joining(",")),
                        person.account().name());
    }
}
