/** How a service starts, what it is given, and how it stops. */
@NullMarked
@CheckReturnValue
package dev.legato.runtime;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
