/**
 * The client of the origins that an edge fetches from: it chooses one, signs and sends the request, retries what may be
 * repeated, watches the origins' health, and hands back the response as it arrives. {@link dev.legato.edge.origin.Origins}
 * is the door.
 */
@NullMarked
@CheckReturnValue
package dev.legato.edge.origin;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
