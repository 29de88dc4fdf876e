/**
 * What RFC 9110 says about a request for part of a file, as pure functions: ranges, validators, preconditions, dates.
 *
 * <p>Nothing here reads a socket, a file or a clock; both lanes of the edge decide with it.
 */
@NullMarked
@CheckReturnValue
package dev.legato.edge.http;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
