package dev.legato.edge.file;

import dev.legato.edge.http.EntityTag;
import dev.legato.edge.http.HttpDate;
import dev.legato.edge.http.Representation;
import dev.legato.edge.http.Validators;
import dev.legato.edge.os.Inotify;
import dev.legato.edge.os.Linux;
import dev.legato.edge.source.Rendition;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Finds and opens the files of one folder. It waits for the disk, so only {@link FileWorkers} call it. */
public final class FileOpener implements AutoCloseable {
    private static final String UNTAGGED = "no-cache, no-transform";

    private final Path root;
    private final ContentTags tags;
    private final UnaryOperator<String> cacheControl;
    private final MediaTypes types;
    private final Supplier<DotFiles> dotFiles;
    private final InstantSource clock;
    private final Optional<Linux> linux;
    private final ChangeNotices notices;

    /**
     * @param root an existing folder; nothing outside it is ever opened
     * @param cacheControl the value of Cache-Control for a key
     * @param dotFiles which names that begin with a dot are served, asked each time
     * @param linux system calls, where there are any
     * @throws IOException if {@code root} cannot be read
     */
    public FileOpener(
            Path root,
            ContentTags tags,
            UnaryOperator<String> cacheControl,
            MediaTypes types,
            Supplier<DotFiles> dotFiles,
            InstantSource clock,
            Optional<Linux> linux)
            throws IOException {
        this.root = root.toRealPath();
        this.tags = tags;
        this.cacheControl = cacheControl;
        this.types = types;
        this.dotFiles = dotFiles;
        this.clock = clock;
        this.linux = linux;
        this.notices = new ChangeNotices(linux.flatMap(Inotify::open));
    }

    /** The changes of the files that it opens. */
    ChangeNotices notices() {
        return notices;
    }

    ContentTags tags() {
        return tags;
    }

    /** Finds the file of a key; null if there is no regular file, or it is not to be served. */
    @Nullable
    Located locate(String key) throws IOException {
        try {
            Path real = root.resolve(key).toRealPath();
            if (!real.startsWith(root)
                    || !dotFiles.get().permit(root.relativize(real).toString())) {
                return null;
            }
            FileStamp stamp = FileStamp.of(real);
            return stamp == null ? null : new Located(key, real, stamp);
        } catch (NoSuchFileException | InvalidPathException | AccessDeniedException _) {
            return null;
        } catch (FileSystemException e) {
            if (isNoPath(e)) {
                return null;
            }
            throw e;
        }
    }

    /** Opens a file that was located; null if it was deleted meanwhile. */
    @Nullable
    OpenedFile open(Located located) throws IOException {
        OpenedFile opened;
        try {
            opened = linux.isPresent() ? openWatched(linux.get(), located) : openPlain(located);
        } catch (NoSuchFileException | AccessDeniedException _) {
            return null;
        }
        if (opened.handle().matches(located.stamp()) && isStill(located)) {
            return opened;
        }
        opened.close();
        throw new FileChangedException(located);
    }

    /** Opens a descriptor for native calls, since the JDK's channel hides its own, and a channel to the same file. */
    private OpenedFile openWatched(Linux linux, Located located) throws IOException {
        int descriptor = linux.open(located.real().toString());
        if (descriptor < 0) {
            return openPlain(located);
        }
        try {
            return new OpenedFile(
                    FileChannel.open(Path.of("/proc/self/fd/" + descriptor), StandardOpenOption.READ),
                    notices.watch(new FileHandle.ByDescriptor(linux, descriptor, located.stamp())));
        } catch (IOException _) {
            linux.close(descriptor); // there is no /proc
            return openPlain(located);
        }
    }

    private static OpenedFile openPlain(Located located) throws IOException {
        FileChannel channel =
                FileChannel.open(located.real(), Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
        return new OpenedFile(channel, new FileHandle.ByPath(located));
    }

    /**
     * Makes what answers say about a file.
     *
     * @param tag null while it is not known; then caches must not keep answers, since no tag tells them from a later
     *     version
     */
    Representation describe(Located located, @Nullable EntityTag tag) {
        FileStamp stamp = located.stamp();
        long modified = stamp.modifiedSeconds();
        boolean past = modified >= 0 && modified <= clock.instant().getEpochSecond();
        return new Representation(
                new Validators(tag, past ? modified : HttpDate.NONE),
                stamp.size(),
                types.of(located.key()),
                tag == null ? UNTAGGED : cacheControl.apply(located.key()),
                Rendition.of(located.key()));
    }

    /** Stops watching all files. */
    @Override
    public void close() {
        notices.close();
    }

    static boolean isStill(Located located) throws IOException {
        try {
            return located.stamp().equals(FileStamp.of(located.real()));
        } catch (NoSuchFileException _) {
            return false;
        }
    }

    /**
     * Whether the file system cannot have such a path: a name too long, a path below a file, a loop of symbolic links.
     */
    private static boolean isNoPath(FileSystemException e) {
        String reason = e.getReason();
        return reason != null
                && (reason.contains("Not a directory")
                        || reason.contains("File name too long")
                        || reason.contains("Too many levels of symbolic links"));
    }
}
