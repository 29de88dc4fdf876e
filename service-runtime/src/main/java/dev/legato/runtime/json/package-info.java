/** The one JSON mapping of everything on the wire. */
@NullMarked
@CheckReturnValue
package dev.legato.runtime.json;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
