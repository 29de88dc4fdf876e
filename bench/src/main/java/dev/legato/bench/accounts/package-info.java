/** What access tokens and log-ins cost. */
@NullMarked
@CheckReturnValue
package dev.legato.bench.accounts;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
