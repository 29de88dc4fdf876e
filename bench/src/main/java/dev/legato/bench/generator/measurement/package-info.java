/** When requests should leave, and what became of them; shared by both ways to send them. */
@NullMarked
@CheckReturnValue
package dev.legato.bench.generator.measurement;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
