/**
 * What keeps the edge safe from its clients: strict requests, and bounds on what a connection may cost.
 *
 * <p>{@code RequestRules} says what is wrong with a head that Netty has read, {@code RequestGuard} stands behind the
 * decoder and lets nothing pass of which it is in doubt where the next request begins. {@code Gate} sits on the
 * listening socket and gives each connection a {@code ConnectionWatch}; {@code GatedServer} puts it there.
 */
@NullMarked
@CheckReturnValue
package dev.legato.edge.guard;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
