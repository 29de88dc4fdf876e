/** What a name and a query are found by: the one analysis of text, whatever index is beneath. */
@NullMarked
@CheckReturnValue
package dev.legato.search.text;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
