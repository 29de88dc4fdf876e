/** The store of audio and images, in a folder or in S3: an object is whole, with its checksum, or not there. */
@NullMarked
@CheckReturnValue
package dev.legato.store;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
