/** How people sign up and prove who they are, and what slows guessing down. */
@NullMarked
@CheckReturnValue
package dev.legato.account.signin;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
