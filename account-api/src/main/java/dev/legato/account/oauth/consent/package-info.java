/** Pages on which listeners decide what programs may do. */
@NullMarked
@CheckReturnValue
package dev.legato.account.oauth.consent;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
