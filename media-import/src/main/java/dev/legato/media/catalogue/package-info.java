/** The catalogue as an import sees it: how ids are made, and the client that enters tracks. */
@NullMarked
@CheckReturnValue
package dev.legato.media.catalogue;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
