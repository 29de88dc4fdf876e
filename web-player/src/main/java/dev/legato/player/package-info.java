/** Serves the web player's page: what a browser needs to search, play and keep music. */
@NullMarked
@CheckReturnValue
package dev.legato.player;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
