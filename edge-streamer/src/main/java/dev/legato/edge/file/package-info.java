/**
 * Where the edge's bytes come from: the files of a folder, by key, with their media types and entity tags.
 *
 * <p>{@link dev.legato.edge.file.OpenFiles} is the source that both lanes ask, {@link dev.legato.edge.source.OpenFile}
 * what it answers with. This package knows no lane, no request and no connection. Everything that may wait for a disk
 * runs on {@link dev.legato.edge.file.FileWorkers}, never on an event loop.
 */
@NullMarked
@CheckReturnValue
package dev.legato.edge.file;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
