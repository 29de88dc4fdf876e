/** The API gateway: one front door that routes, checks tokens, limits, and answers for what is down. */
@NullMarked
@CheckReturnValue
package dev.legato.gateway;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
