/** What services hold of a person: handed over on request, and forgotten. */
@NullMarked
@CheckReturnValue
package dev.legato.runtime.privacy;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
