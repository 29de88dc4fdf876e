/** The endpoints of OAuth 2.0 and OpenID Connect. */
@NullMarked
@CheckReturnValue
package dev.legato.account.oauth;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
