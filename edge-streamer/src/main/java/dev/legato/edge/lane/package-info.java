/**
 * The short way from a socket's bytes to a file's: beneath and ahead of Vert.x's HTTP layer, on the same connection.
 *
 * <p>{@code FileSender} sits at the wire: it sends a head and its file together, watches the file while it is sent, and
 * keeps cold pages off the event loop, whichever lane wrote them; under TLS, {@code TlsSender} hands the fast lane's files to
 * the encryption. {@code FastLane} sits behind either and answers canonical GETs itself, deciding with the functions of
 * {@code dev.legato.edge.http}; all else it passes on untouched. What the requests of one round of an event loop have in
 * common is {@code Round}'s. {@code Lanes} puts the handlers into a connection's pipeline and is the only class that knows
 * Vert.x's internals.
 */
@NullMarked
@CheckReturnValue
package dev.legato.edge.lane;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
