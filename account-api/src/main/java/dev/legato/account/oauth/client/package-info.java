/** Programs that act for listeners or for themselves, RFC 6749 §2. */
@NullMarked
@CheckReturnValue
package dev.legato.account.oauth.client;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
