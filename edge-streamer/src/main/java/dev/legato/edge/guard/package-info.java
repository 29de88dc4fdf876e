/**
 * Protects the edge from its clients: requests must be strict, and connections have limits.
 *
 * <p>{@code RequestRules} says what is wrong with a head that Netty has read. {@code RequestGuard}, behind the decoder,
 * stops every request after which the beginning of the next one is in doubt. {@code Gate} is the handler of the
 * listening socket and gives each connection a {@code ConnectionWatch}; {@code GatedServer} installs it.
 */
@NullMarked
@CheckReturnValue
package dev.legato.edge.guard;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
