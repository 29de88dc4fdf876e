/** Who is calling: access tokens verified locally against the issuer's key set. */
@NullMarked
@CheckReturnValue
package dev.legato.runtime.auth;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
