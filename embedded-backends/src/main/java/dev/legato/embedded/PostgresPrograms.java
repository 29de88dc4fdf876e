package dev.legato.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/**
 * PostgreSQL's executables.
 *
 * @param folder where they were unpacked: {@code bin/}, {@code lib/}, {@code share/}
 */
record PostgresPrograms(Path folder) {
    private static final int OWNER_MAY_EXECUTE = 0100;
    private static final Duration LOOK = Duration.ofSeconds(10);

    static PostgresPrograms unpacked(BinaryCache cache) {
        String architecture = System.getProperty("os.arch").equals("amd64") ? "x86_64" : "arm_64";
        return new PostgresPrograms(
                cache.unpacked("postgres-linux-%s.txz".formatted(architecture), PostgresPrograms::unpack));
    }

    private static void unpack(InputStream archive, Path folder) throws IOException {
        try (var tar = new TarArchiveInputStream(new XZCompressorInputStream(archive))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path target = entry.resolveIn(folder);
                if (entry.isDirectory()) {
                    Files.createDirectories(target);
                    continue;
                }
                Files.createDirectories(target.getParent());
                if (entry.isSymbolicLink()) {
                    Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
                } else {
                    Files.copy(tar, target);
                    boolean executable = (entry.getMode() & OWNER_MAY_EXECUTE) != 0;
                    Files.setPosixFilePermissions(
                            target, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
                }
            }
        }
    }

    /** The command line for one of the programs, which all refuse to run as root. */
    List<String> command(String program, List<String> arguments) {
        List<String> command = new ArrayList<>();
        if (isRoot()) {
            // In a user namespace without mappings root is nobody, and still owns its files.
            command.addAll(List.of("unshare", "--user"));
        }
        command.add(folder.resolve("bin").resolve(program).toString());
        command.addAll(arguments);
        return command;
    }

    /** Refuses a start as root where the kernel forbids what {@link #command} needs for it. */
    static void requireUsableAccount(Path folder) {
        try {
            if (isRoot()) {
                Commands.run(List.of("unshare", "--user", "true"), "", folder, LOOK);
            }
        } catch (IOException | StartupException e) {
            throw new StartupException(
                    "PostgreSQL refuses to run as root, and this machine does not let root start it as nobody (%s). Start Legato as an ordinary user."
                            .formatted(e.getMessage()),
                    e);
        }
    }

    private static boolean isRoot() {
        try {
            return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
        } catch (IOException _) {
            return false;
        }
    }
}
