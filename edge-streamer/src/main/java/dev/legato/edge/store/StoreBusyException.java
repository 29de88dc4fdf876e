package dev.legato.edge.store;

import java.io.IOException;

/** Too many data files are open. Nothing is wrong with the disk: trying again later may succeed. */
public final class StoreBusyException extends IOException {
    private static final long serialVersionUID = 1;

    StoreBusyException(int open) {
        super("%d data files are open".formatted(open));
    }
}
