/** The bench's command line: which run is asked for, and how it ends. */
@NullMarked
@CheckReturnValue
package dev.legato.bench;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
