/** How a program calls a service: tokens, time-outs, retries, problems. */
@NullMarked
@CheckReturnValue
package dev.legato.runtime.client;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
