package dev.legato.edge.file;

import java.nio.file.Path;

/**
 * The file that a key leads to.
 *
 * @param real the file's path without symbolic links, inside the root
 */
record Located(String key, Path real, FileStamp stamp) {}
