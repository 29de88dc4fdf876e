/** The servers that the bench starts: Legato, its peers and the limit. */
@NullMarked
@CheckReturnValue
package dev.legato.bench.runner.peer;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
