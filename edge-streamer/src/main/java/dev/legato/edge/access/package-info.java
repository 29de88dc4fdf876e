/**
 * The access log: one line of JSON an answer, written beside the requests, never in their way. Its form is in {@code
 * docs/access-log.md}.
 */
@NullMarked
@CheckReturnValue
package dev.legato.edge.access;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
