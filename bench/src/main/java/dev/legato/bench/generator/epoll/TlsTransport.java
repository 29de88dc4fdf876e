package dev.legato.bench.generator.epoll;

import dev.legato.bench.os.OpenSsl;

/** TLS by OpenSSL. Every byte is decrypted into a scratch buffer; there is no discarding without that. */
final class TlsTransport implements Transport {
    private final OpenSsl openSsl = new OpenSsl();

    @Override
    public void open(Connection connection) {
        connection.ssl = openSsl.open(connection.fd, connection.address.getHostString());
    }

    @Override
    public int handshake(Connection connection) {
        return openSsl.handshake(connection.ssl);
    }

    @Override
    public long send(Connection connection, long address, long length) {
        return openSsl.write(connection.ssl, address, (int) length);
    }

    @Override
    public long receive(Connection connection, long address, long length) {
        return openSsl.read(connection.ssl, address, (int) length);
    }

    @Override
    public long discard(Connection connection, long scratch, long scratchLength, long length) {
        return openSsl.read(connection.ssl, scratch, (int) Math.min(scratchLength, length));
    }

    @Override
    public boolean drained(long got, long asked) {
        // A read ends with a record, and more records may stand decrypted inside OpenSSL, where epoll sees nothing.
        return false;
    }

    @Override
    public void close(Connection connection) {
        if (connection.ssl != 0) {
            openSsl.close(connection.ssl);
            connection.ssl = 0;
        }
    }
}
