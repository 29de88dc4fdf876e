package dev.legato.playlist;

import dev.legato.runtime.auth.Caller;
import dev.legato.runtime.problem.Problem;
import dev.legato.runtime.problem.ProblemException;

/** Decides who may read and change a playlist: its owner alone. */
final class PlaylistAccess {
    /** A kind of access. */
    enum Right {
        READ,
        WRITE
    }

    private PlaylistAccess() {}

    /** Ends the request with 404 if the caller may not even know of the playlist. */
    static Playlist require(Right right, Playlist playlist, Caller caller) {
        boolean allowed =
                switch (right) {
                    case READ, WRITE -> playlist.owner().equals(caller.account());
                };
        if (!allowed) {
            throw notFound(playlist.id());
        }
        return playlist;
    }

    static ProblemException notFound(String id) {
        return Problem.notFound("You have no playlist '%s'.".formatted(id));
    }
}
