/**
 * The access log: one line of JSON per answer, written without delaying requests. {@code docs/access-log.md} describes
 * the lines.
 */
@NullMarked
@CheckReturnValue
package dev.legato.edge.access;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
