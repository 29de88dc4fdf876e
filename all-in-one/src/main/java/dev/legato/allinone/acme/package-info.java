/** Certificates from an authority that the world trusts, by ACME (RFC 8555): ordered, kept and renewed. */
@NullMarked
@CheckReturnValue
package dev.legato.allinone.acme;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
