/** Endpoints that programs call. */
@NullMarked
@CheckReturnValue
package dev.legato.account.oauth.endpoint;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
