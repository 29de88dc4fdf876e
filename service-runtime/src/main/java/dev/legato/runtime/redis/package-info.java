/** How to reach Redis: one server, one that sentinels watch, or a cluster. */
@NullMarked
@CheckReturnValue
package dev.legato.runtime.redis;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
