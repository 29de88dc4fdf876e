/** The store of audio and images: a folder in which an object is whole or not there. */
@NullMarked
@CheckReturnValue
package dev.legato.media.store;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
