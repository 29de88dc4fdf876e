/** Contract-first HTTP: operations of an OpenAPI document answered by functions from request to reply. */
@NullMarked
@CheckReturnValue
package dev.legato.runtime.http;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
