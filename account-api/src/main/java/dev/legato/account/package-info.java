/** Accounts and their sessions: log-in, and the tokens by which the other services recognise callers. */
@NullMarked
@CheckReturnValue
package dev.legato.account;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
