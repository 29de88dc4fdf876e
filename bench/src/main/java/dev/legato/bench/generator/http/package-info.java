/** Load on JSON interfaces, by the HTTP client of Vert.x. */
@NullMarked
@CheckReturnValue
package dev.legato.bench.generator.http;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
