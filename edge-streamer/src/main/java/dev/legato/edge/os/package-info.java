/**
 * What the edge asks of Linux beyond the JDK: the only room that makes native calls.
 *
 * <p>Each call has a way round it: where {@link dev.legato.edge.os.Linux#calls} has nothing, the edge works, slower.
 */
@NullMarked
@CheckReturnValue
package dev.legato.edge.os;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
