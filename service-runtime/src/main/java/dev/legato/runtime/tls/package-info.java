/** TLS between services: what a listener shows and asks for, and what a client trusts and shows. */
@NullMarked
@CheckReturnValue
package dev.legato.runtime.tls;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
