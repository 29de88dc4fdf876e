/** Sign-in at other OpenID providers, and by the word of a proxy in front. */
@NullMarked
@CheckReturnValue
package dev.legato.account.sso;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
