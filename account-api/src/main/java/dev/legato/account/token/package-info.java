/** Access tokens and the keys that sign them. */
@NullMarked
@CheckReturnValue
package dev.legato.account.token;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
