/**
 * The short way from a socket to a file and back: beneath and ahead of Vert.x's HTTP layer, on the same connection.
 *
 * <p>{@code FastLane} stands before Vert.x's decoder and answers canonical GETs itself, deciding with the functions of
 * {@code dev.legato.edge.http}; all else it passes on unchanged. {@code FileSender} stands at the socket and sends the
 * files of both lanes: {@code HeldHead} puts a head into the same packets as its file, {@code QueuedFile} sends what
 * the socket does not take at once, {@code ColdPause} keeps reads from the disk off the event loop. Under TLS {@code
 * TlsSender} reads the fast lane's files into memory for the encryption.
 *
 * <p>The lanes know a file as a {@code dev.legato.edge.source.OpenFile}: what answers say about it, and how its bytes are
 * sent. {@code Round} holds what the requests of one round of an event loop share. {@code Lanes} installs the handlers
 * in a connection's pipeline, and is the only class that knows Vert.x's internals.
 */
@NullMarked
@CheckReturnValue
package dev.legato.edge.lane;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
