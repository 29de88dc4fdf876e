/** What a run stands on: namespace, pinning, noise, the server's cost, and the arithmetic of paired rounds. */
@NullMarked
@CheckReturnValue
package dev.legato.bench.measure;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
