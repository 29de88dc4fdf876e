package dev.legato.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * A PostgreSQL cluster on disk with the role and the database {@code legato}.
 *
 * <pre>
 * folder/data/     the cluster; appears in one step, when it is complete
 * folder/password  the role's, for whoever may read the folder
 * </pre>
 */
record PostgresCluster(Path folder) {
    static final String NAME = "legato";

    private static final Duration BOUND = Duration.ofMinutes(2);

    /** Unicode everywhere, the same on every machine: PostgreSQL's own collation, the C library only for classes. */
    private static final List<String> OPTIONS = List.of(
            "--username=" + NAME,
            "--encoding=UTF8",
            "--locale=C.UTF-8",
            "--lc-collate=C",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            "--auth=scram-sha-256",
            "--no-instructions");

    Path data() {
        return folder.resolve("data");
    }

    private Path passwordFile() {
        return folder.resolve("password");
    }

    String password() throws IOException {
        return Files.readString(passwordFile());
    }

    /** Creates the cluster if it is absent; a creation that was cut short starts anew. */
    void create(PostgresPrograms programs, boolean durable) throws IOException {
        if (Files.isDirectory(data())) {
            return;
        }
        Path partial = folder.resolve("data.partial");
        String target = "--pgdata=" + partial;
        Commands.killLeftBehind(target);
        Commands.killLeftBehind(partial.toString());
        PrivateFiles.deleteTree(partial);
        byte[] password = new byte[16];
        new SecureRandom().nextBytes(password);
        PrivateFiles.write(passwordFile(), HexFormat.of().formatHex(password));

        List<String> initdb = new ArrayList<>(OPTIONS);
        initdb.add(target);
        initdb.add("--pwfile=" + passwordFile());
        if (!durable) {
            initdb.add("--no-sync");
        }
        Commands.run(programs.command("initdb", initdb), "", folder, BOUND);
        Commands.run(
                programs.command("postgres", List.of("--single", "-D", partial.toString(), "postgres")),
                "CREATE DATABASE %s\n".formatted(NAME),
                folder,
                BOUND);
        Files.move(partial, data(), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Creates the cluster as a copy of one in the cache, for tests: a tenth of the time, with one shared password. */
    void copyFromCache(PostgresPrograms programs, BinaryCache cache) throws IOException {
        String name = "cluster-of-%s-%08x".formatted(programs.folder().getFileName(), OPTIONS.hashCode());
        Path template =
                cache.folder(name, partial -> new PostgresCluster(partial).create(programs, /* durable= */ false));
        PrivateFiles.copyTree(template, folder);
    }
}
