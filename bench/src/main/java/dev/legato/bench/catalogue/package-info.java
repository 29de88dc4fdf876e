/** What reading the catalogue costs. */
@NullMarked
@CheckReturnValue
package dev.legato.bench.catalogue;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
