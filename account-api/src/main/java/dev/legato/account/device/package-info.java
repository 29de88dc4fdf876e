/** Devices of accounts, each with a key of its own. */
@NullMarked
@CheckReturnValue
package dev.legato.account.device;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
