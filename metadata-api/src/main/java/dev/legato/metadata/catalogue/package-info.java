/** What the catalogue holds, and how it is read: by id, by batch and page by page. */
@NullMarked
@CheckReturnValue
package dev.legato.metadata.catalogue;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
