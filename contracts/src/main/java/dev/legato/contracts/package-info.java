/**
 * What two or more Legato processes share: ids, wire records, topic names, object keys and signed paths.
 *
 * <p>A type enters here when a second process needs it, and not before.
 */
@NullMarked
@CheckReturnValue
package dev.legato.contracts;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
