/** The management port: live, ready and metrics. */
@NullMarked
@CheckReturnValue
package dev.legato.runtime.health;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
