/** How to reach Redis. */
@NullMarked
@CheckReturnValue
package dev.legato.runtime.redis;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
