/** Renders HLS playlists and DASH manifests on request, from a track's segment index. */
@NullMarked
@CheckReturnValue
package dev.legato.edge.manifest;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
