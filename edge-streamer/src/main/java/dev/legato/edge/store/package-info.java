/**
 * Bodies on disk, in aligned slices, within a bound: the cache's memory, which knows nothing of HTTP.
 *
 * <p>{@link dev.legato.edge.store.DiskStore} finds and creates {@linkplain dev.legato.edge.store.StoredObject objects}. A
 * {@link dev.legato.edge.store.Fill} writes slices of one, a {@link dev.legato.edge.store.DataFile} is its open file, from
 * which present slices are sent. Event loops call everything that does not say it waits for the disk.
 *
 * <p>A slice may only be evicted from under a reader that looks again afterwards. A reader on an event loop finds a slice
 * present and hands its bytes to the kernel within one task; {@link dev.legato.edge.store.Grace} lets all such tasks end
 * between the mark "absent" and the hole that is punched, as read-copy-update does.
 *
 * <p>Locks are taken in this order: an object's, then the journal's. Neither is held while {@link
 * dev.legato.edge.store.EvictionPolicy} is called, since that has a lock of its own under which it evicts.
 */
@NullMarked
@CheckReturnValue
package dev.legato.edge.store;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
