package dev.legato.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * Objects under keys, such as {@code {trackId}/aac-160.m4a}. Whoever reads, and whatever is killed, an object is whole or
 * not there; each carries the SHA-256 of its content, and one whose content has another is never handed out.
 *
 * <p>Used by several threads; no two of them put under one key at once. A store that refuses, or does not answer in its
 * time, is an {@link IOException} that says so.
 */
public interface ObjectStore extends Closeable {
    /** A room on this machine to write objects in before they are put; also removes what dead runs left there. */
    Workspace openWorkspace() throws IOException;

    /** Whether a run on this machine has a workspace open. */
    boolean isBeingWritten() throws IOException;

    /** Whether an object is there. */
    boolean contains(String key) throws IOException;

    /**
     * What follows {@code folder/} in the keys that begin with it: the cheapest way to see whether several objects are
     * there. Of those that lie deeper, their folder's name may be among them.
     */
    Set<String> names(String folder) throws IOException;

    /** An object as it was put; its content is not read. */
    Optional<StoredObject> describe(String key) throws IOException;

    /**
     * Makes a finished file an object, in place of what was under the key.
     *
     * @param file in a {@link Workspace} of this store; gone afterwards
     */
    StoredObject put(String key, Path file) throws IOException;

    /**
     * An object's content, verified, as a file to be read only; {@linkplain Workspace#discard discarded} when read.
     *
     * @throws CorruptObjectException if it is not what was put
     * @throws java.nio.file.NoSuchFileException if there is no such object
     */
    Path local(String key, Workspace workspace) throws IOException;

    /** Takes a corrupted object out of readers' reach; what can be saved of it is kept under {@code .corrupted/}. */
    void setAside(String key) throws IOException;

    /** Removes an object; nothing happens if there is none. */
    void remove(String key) throws IOException;

    /** Shows every object's key, in no order. */
    void forEachKey(KeyVisitor visitor) throws IOException;

    /**
     * Removes what killed runs left: files in the making, uploads begun, checksums of objects that are not there.
     *
     * @return how many
     */
    int removeLeftOvers() throws IOException;

    /** What {@link #forEachKey} shows keys to. */
    @FunctionalInterface
    interface KeyVisitor {
        void visit(String key) throws IOException;
    }
}
