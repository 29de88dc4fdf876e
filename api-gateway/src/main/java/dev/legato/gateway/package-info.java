/** The API gateway: routes requests, checks tokens, limits callers, and answers for services that are down. */
@NullMarked
@CheckReturnValue
package dev.legato.gateway;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
