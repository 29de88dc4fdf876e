/** Playlists: lists of tracks with versions, changed by their owners. */
@NullMarked
@CheckReturnValue
package dev.legato.playlist;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
