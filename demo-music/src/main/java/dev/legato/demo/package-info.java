/** The music of a first start: public-domain scores, rendered by the JDK's synthesizer. */
@NullMarked
@CheckReturnValue
package dev.legato.demo;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
