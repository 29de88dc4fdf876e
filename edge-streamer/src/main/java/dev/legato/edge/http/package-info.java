/**
 * The rules of RFC 9110 for a request for part of a representation, as pure functions: ranges, validators,
 * preconditions and dates; and what answers say, refusals included.
 *
 * <p>Nothing here reads a socket, a file or a clock. Both lanes of the edge decide with it.
 */
@NullMarked
@CheckReturnValue
package dev.legato.edge.http;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
