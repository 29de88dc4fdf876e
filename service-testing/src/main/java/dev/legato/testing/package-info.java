/** What the tests of every service share. In no product: only tests depend on it. */
@NullMarked
@CheckReturnValue
package dev.legato.testing;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
