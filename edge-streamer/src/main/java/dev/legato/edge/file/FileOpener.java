package dev.legato.edge.file;

import dev.legato.edge.http.EntityTag;
import dev.legato.edge.http.HttpDate;
import dev.legato.edge.http.Representation;
import dev.legato.edge.http.Validators;
import dev.legato.edge.os.Inotify;
import dev.legato.edge.os.Linux;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Finds and opens the files under one folder. Waits for the disk: only on {@link FileWorkers}. */
public final class FileOpener implements AutoCloseable {
    private final Path root;
    private final ContentTags tags;
    private final UnaryOperator<String> cacheControl;
    private final InstantSource clock;
    private final Optional<Linux> linux;
    private final ChangeNotices notices;

    /**
     * @param root an existing folder; nothing outside it is ever opened
     * @param cacheControl the value of Cache-Control for a key
     * @param linux system calls, where there are any
     * @throws IOException if {@code root} cannot be read
     */
    public FileOpener(
            Path root, ContentTags tags, UnaryOperator<String> cacheControl, InstantSource clock, Optional<Linux> linux)
            throws IOException {
        this.root = root.toRealPath();
        this.tags = tags;
        this.cacheControl = cacheControl;
        this.clock = clock;
        this.linux = linux;
        this.notices = new ChangeNotices(linux.flatMap(Inotify::open));
    }

    /** What tells of changes to the files it opens. */
    ChangeNotices notices() {
        return notices;
    }

    void onNewTag(Consumer<String> listener) {
        tags.onNewTag(listener);
    }

    /** Where {@code key} leads; null if there is no regular file that we serve. */
    @Nullable
    Located locate(String key) throws IOException {
        try {
            Path real = root.resolve(key).toRealPath();
            if (!real.startsWith(root) || isHidden(root.relativize(real))) {
                return null;
            }
            BasicFileAttributes attributes = attributes(real);
            return attributes.isRegularFile()
                    ? new Located(key, real, FileStamp.of(attributes, real.toString()))
                    : null;
        } catch (NoSuchFileException | InvalidPathException | AccessDeniedException _) {
            return null;
        } catch (FileSystemException e) {
            if (isNoPath(e)) {
                return null;
            }
            throw e;
        }
    }

    /** Opens what was located; null if it went away. */
    @Nullable
    OpenedFile open(Located located) throws IOException {
        OpenedFile opened;
        try {
            opened = linux.isPresent() ? openWatched(linux.get(), located) : openPlain(located);
        } catch (NoSuchFileException | AccessDeniedException _) {
            return null;
        }
        if (opened.witness().hasStayed() && isStill(located)) {
            return opened;
        }
        opened.close();
        throw new IOException("%s: changed while it was opened".formatted(located.key()));
    }

    /** By a descriptor of our own, which the JDK's channel does not show, and a channel to the same file. */
    private OpenedFile openWatched(Linux linux, Located located) throws IOException {
        int descriptor = linux.open(located.real().toString());
        if (descriptor < 0) {
            return openPlain(located);
        }
        try {
            return new OpenedFile(
                    FileChannel.open(Path.of("/proc/self/fd/" + descriptor), StandardOpenOption.READ),
                    notices.watch(new Witness.ByDescriptor(linux, descriptor, located.stamp())));
        } catch (IOException _) {
            linux.close(descriptor); // no /proc here
            return openPlain(located);
        }
    }

    private static OpenedFile openPlain(Located located) throws IOException {
        FileChannel channel =
                FileChannel.open(located.real(), Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
        return new OpenedFile(channel, new Witness.ByPath(located));
    }

    Representation describe(Located located, FileChannel channel) {
        FileStamp stamp = located.stamp();
        long modified = stamp.modifiedSeconds();
        boolean past = modified >= 0 && modified <= clock.instant().getEpochSecond();
        EntityTag provisional = ContentTags.provisional(stamp);
        EntityTag content = tags.find(located, channel);
        return new Representation(
                new Validators(content == null ? provisional : content, provisional, past ? modified : HttpDate.NONE),
                stamp.size(),
                MediaTypes.of(located.key()),
                cacheControl.apply(located.key()),
                Rendition.of(located.key()));
    }

    /** No change is told of any more. */
    @Override
    public void close() {
        notices.close();
    }

    static boolean isStill(Located located) throws IOException {
        try {
            BasicFileAttributes attributes = attributes(located.real());
            return FileStamp.of(attributes, located.real().toString()).equals(located.stamp());
        } catch (NoSuchFileException _) {
            return false;
        }
    }

    private static BasicFileAttributes attributes(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }

    private static boolean isHidden(Path relative) {
        for (Path name : relative) {
            if (name.toString().startsWith(".")) {
                return true;
            }
        }
        return false;
    }

    /** The key asks for a name that no file system here can have: too long, below a file, a circle of links. */
    private static boolean isNoPath(FileSystemException e) {
        String reason = e.getReason();
        return reason != null
                && (reason.contains("Not a directory")
                        || reason.contains("File name too long")
                        || reason.contains("Too many levels of symbolic links"));
    }
}
