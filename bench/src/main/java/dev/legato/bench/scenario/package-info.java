/** What a run does, as read from a small YAML file. */
@NullMarked
@CheckReturnValue
package dev.legato.bench.scenario;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
