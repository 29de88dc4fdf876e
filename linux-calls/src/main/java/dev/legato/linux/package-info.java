/**
 * The C library on Linux, bound by java.lang.foreign: functions, constants and structures that the edge and the bench
 * share. What they do with them is theirs.
 */
@NullMarked
@CheckReturnValue
package dev.legato.linux;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
