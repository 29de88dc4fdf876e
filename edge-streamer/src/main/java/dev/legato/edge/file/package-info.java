/**
 * The files the edge sends: which path a URL means, the index of open ones, their types and entity tags.
 *
 * <p>Everything that may wait for a disk runs on {@link dev.legato.edge.file.FileWorkers}, never on an event loop.
 */
@NullMarked
@CheckReturnValue
package dev.legato.edge.file;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
