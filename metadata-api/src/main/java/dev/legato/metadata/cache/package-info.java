/**
 * Catalogue entries by id, cache-aside on two levels: from memory, else from Redis, which may be down at any time, else from
 * PostgreSQL.
 */
@NullMarked
@CheckReturnValue
package dev.legato.metadata.cache;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
