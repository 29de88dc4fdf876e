/**
 * The edge: sends exact HTTP ranges of audio files, straight from the page cache to the socket.
 *
 * <p>A request that the fast lane does not answer takes these steps: {@code EdgeRoutes} (by method) → {@code
 * AudioHandler} (order only) → {@code RecentAddresses} (key and signature) → {@code OpenFiles} (the file, at once on a
 * hit) → {@code Answer.decide} (preconditions, then range) → {@code Replies} (status and fields) → {@code Content} (the
 * body).
 */
@NullMarked
@CheckReturnValue
package dev.legato.edge;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
