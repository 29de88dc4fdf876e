package dev.legato.edge.store;

import java.io.IOException;

/** The store has no room for the whole of an object that cannot be kept in part. Nothing is wrong with the disk. */
public final class NoRoomException extends IOException {
    private static final long serialVersionUID = 1;

    NoRoomException(String key) {
        super(key + ": no room for the whole");
    }
}
