/**
 * The real PostgreSQL, Redis and Kafka, started from Maven artifacts alone: with data kept in a folder for the
 * all-in-one, and in throw-away folders for tests.
 *
 * <p>Whatever runs outside this JVM lives in a session of its own, so that Ctrl-C reaches Legato first, and leaves its pid
 * in its folder, so that the next start finds what a SIGKILL left behind. Every wait here is bounded.
 */
@NullMarked
@CheckReturnValue
package dev.legato.embedded;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
