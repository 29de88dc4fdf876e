/** Where the index lies, and how it is built, exchanged and copied. */
@NullMarked
@CheckReturnValue
package dev.legato.search.life;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
