package dev.legato.edge.file;

import java.nio.file.Path;

/**
 * Where a key led.
 *
 * @param real the file's path without symbolic links, inside the root
 */
record Located(String key, Path real, FileStamp stamp) {}
