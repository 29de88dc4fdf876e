/** Protocol messages between HTTP and the SDK that reads and writes them. */
@NullMarked
@CheckReturnValue
package dev.legato.account.oauth.message;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
