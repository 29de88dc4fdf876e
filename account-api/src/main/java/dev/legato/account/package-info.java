/** Accounts and their sessions: who may log in, and the tokens everyone else recognises them by. */
@NullMarked
@CheckReturnValue
package dev.legato.account;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
