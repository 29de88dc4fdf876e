package dev.legato.bench.generator.epoll;

/** How bytes travel: plain TCP, or TLS over it. Results are as those of system calls: ≥ 0, or a negative errno. */
sealed interface Transport permits PlainTransport, TlsTransport {
    /** Readies a connection whose socket is connected. */
    void open(Connection connection);

    /** @return 0 when done, {@code -EAGAIN} when more must arrive first */
    int handshake(Connection connection);

    long send(Connection connection, long address, long length);

    long receive(Connection connection, long address, long length);

    /**
     * Receives bytes nobody looks at.
     *
     * @param scratch where they may be put
     */
    long discard(Connection connection, long scratch, long scratchLength, long length);

    /** Whether a receive that brought {@code got} of {@code asked} bytes has emptied the connection. */
    boolean drained(long got, long asked);

    void close(Connection connection);
}
