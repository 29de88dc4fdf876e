/** Pictures of people: what is uploaded is read once, made anew as a small square, and never given out as it came. */
@NullMarked
@CheckReturnValue
package dev.legato.account.avatar;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
