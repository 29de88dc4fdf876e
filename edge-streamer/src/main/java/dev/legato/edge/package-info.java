/**
 * The edge: exact HTTP ranges of audio files, straight from the page cache to the socket.
 *
 * <p>One request's way: {@code EdgeRoutes} (which door) → {@code AudioHandler} (order only) → {@code Addresses} (key
 * and signature) → {@code OpenFiles} (a completed step on a hit) → {@code Answer.decide} (preconditions, then range) →
 * {@code ResponseFields} → {@code Body}.
 */
@NullMarked
@CheckReturnValue
package dev.legato.edge;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
