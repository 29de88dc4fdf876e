/** Learns from what listeners hear which tracks go together, and recommends by it. */
@NullMarked
@CheckReturnValue
package dev.legato.recommend;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
