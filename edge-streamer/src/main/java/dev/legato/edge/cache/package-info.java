/**
 * The edge's cache of origins: it answers from what is stored, fetches what is not, and lets all who want the same wait for
 * one fetch. {@link dev.legato.edge.policy} decides, {@link dev.legato.edge.store} keeps the bodies, {@link
 * dev.legato.edge.origin} asks the origins; this package carries the decisions out.
 *
 * <p>{@link dev.legato.edge.cache.HttpCache} answers a request with an {@link dev.legato.edge.cache.Outcome}: a {@link
 * dev.legato.edge.cache.CachedFile}, which both lanes send as they send any file, or a response that is passed on.
 */
@NullMarked
@CheckReturnValue
package dev.legato.edge.cache;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
