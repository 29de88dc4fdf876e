/** What a person may ask of their data: all of it, and that it is forgotten. */
@NullMarked
@CheckReturnValue
package dev.legato.account.privacy;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
