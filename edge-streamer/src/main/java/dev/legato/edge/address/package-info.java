/**
 * Turns a request target into the key of an object that the client may have: the path is read strictly, the signed link
 * in it verified, and the result remembered.
 */
@NullMarked
@CheckReturnValue
package dev.legato.edge.address;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
