package dev.legato.embedded;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.function.Consumer;

/**
 * Folders that matter only while their process lives: {@code PREFIX-PID-RANDOM}.
 *
 * <p>A process that was killed cannot delete its own, so each new one first clears away those of the dead.
 */
final class OwnedFolder {
    private OwnedFolder() {}

    /** Creates a folder in {@code parent} with mode 0700, after deleting those of dead processes. */
    static Path create(Path parent, String prefix, Consumer<Path> beforeDeletion) throws IOException {
        sweep(parent, prefix, beforeDeletion);
        long pid = ProcessHandle.current().pid();
        return Files.createTempDirectory(parent, prefix + "-" + pid + "-", PrivateFiles.FOLDER)
                .toRealPath();
    }

    private static void sweep(Path parent, String prefix, Consumer<Path> beforeDeletion) throws IOException {
        UserPrincipal self = Files.getOwner(Path.of("/proc/self"));
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(parent, prefix + "-*")) {
            for (Path folder : folders) {
                // Another user's folder in a shared /tmp is that user's to clear, even if we are root.
                if (isOfDeadProcess(folder, prefix) && Files.getOwner(folder).equals(self)) {
                    beforeDeletion.accept(folder);
                    PrivateFiles.deleteTree(folder);
                }
            }
        }
    }

    private static boolean isOfDeadProcess(Path folder, String prefix) {
        String rest = folder.getFileName().toString().substring(prefix.length() + 1);
        int end = rest.indexOf('-');
        try {
            return end > 0 && ProcessHandle.of(Long.parseLong(rest, 0, end, 10)).isEmpty();
        } catch (NumberFormatException _) {
            return false;
        }
    }
}
