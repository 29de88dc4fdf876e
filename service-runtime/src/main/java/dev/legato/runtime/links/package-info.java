/** Under which origin listeners reach the edge: what links to it, and the page that fetches from it, must agree on. */
@NullMarked
@CheckReturnValue
package dev.legato.runtime.links;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
