/**
 * How the edge speaks TLS by BoringSSL: contexts with ticket keys that rotate and stapled OCSP responses, and what makes
 * them anew when certificates change.
 */
@NullMarked
@CheckReturnValue
package dev.legato.edge.tls;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
