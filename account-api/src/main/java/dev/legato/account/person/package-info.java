/** Who has an account: its name, address and password. */
@NullMarked
@CheckReturnValue
package dev.legato.account.person;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
