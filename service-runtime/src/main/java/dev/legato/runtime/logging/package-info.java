/** How a process logs. */
@NullMarked
@CheckReturnValue
package dev.legato.runtime.logging;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
