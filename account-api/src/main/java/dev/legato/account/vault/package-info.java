/** Encryption of columns: the keys, how they are kept and changed, and the values that encrypted columns are found by. */
@NullMarked
@CheckReturnValue
package dev.legato.account.vault;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
