/** Plans: what an account is entitled to, how it comes by it and how it loses it. */
@NullMarked
@CheckReturnValue
package dev.legato.account.plan;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
