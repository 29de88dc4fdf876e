/** Errors as every service answers them, RFC 9457. */
@NullMarked
@CheckReturnValue
package dev.legato.runtime.problem;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
