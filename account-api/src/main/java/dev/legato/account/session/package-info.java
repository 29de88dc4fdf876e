/** Log-ins: sessions and the refresh tokens that continue them. */
@NullMarked
@CheckReturnValue
package dev.legato.account.session;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
