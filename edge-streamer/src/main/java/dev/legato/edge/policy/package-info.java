/**
 * The decisions of a shared HTTP cache (RFC 9111), as pure functions: what may be stored, for how long it is fresh, when
 * it may be reused, how it is validated and updated, and what a client is told about it. With them stale-while-revalidate
 * and stale-if-error (RFC 5861), {@code immutable} (RFC 8246), Cache-Status (RFC 9211) and CDN-Cache-Control (RFC 9213).
 *
 * <p>{@link dev.legato.edge.policy.Storage} decides about a response that arrived and makes a {@link
 * dev.legato.edge.policy.StoredHead} of it; {@link dev.legato.edge.policy.Selection} finds the stored head that a request
 * selects; {@link dev.legato.edge.policy.Reuse} decides whether it is served; {@link dev.legato.edge.policy.Validation}
 * asks the origin whether it is still valid. Nothing here reads a socket, a file or a clock. Every value is immutable and
 * may be shared between threads; times are milliseconds since 1970 if nothing else is said.
 */
@NullMarked
@CheckReturnValue
package dev.legato.edge.policy;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
