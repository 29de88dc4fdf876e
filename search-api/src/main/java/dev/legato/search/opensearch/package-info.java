/** An index of names in OpenSearch, for more than one machine holds; see docs/search.md for when and how. */
@NullMarked
@CheckReturnValue
package dev.legato.search.opensearch;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
