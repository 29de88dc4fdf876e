/** When to stop asking something that does not answer. */
@NullMarked
@CheckReturnValue
package dev.legato.runtime.circuit;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
