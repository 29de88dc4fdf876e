/**
 * TLS of the edge: its settings, server contexts of BoringSSL with rotating ticket keys and stapled OCSP responses, and
 * the reload of changed certificates.
 */
@NullMarked
@CheckReturnValue
package dev.legato.edge.tls;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
