package dev.legato.embedded;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.AbstractResponse;
import org.apache.kafka.common.requests.RequestHeader;
import org.apache.kafka.common.requests.RequestUtils;
import org.apache.kafka.common.requests.WriteTxnMarkersRequest;
import org.apache.kafka.common.requests.WriteTxnMarkersRequest.TxnMarkerEntry;
import org.apache.kafka.common.requests.WriteTxnMarkersResponse;

/**
 * Writes end-of-transaction markers the way a transaction coordinator does: by the request WriteTxnMarkers, sent to a
 * broker in this JVM. Kafka's {@code Admin} can send it too, but only to abort.
 */
final class TransactionMarkers {
    private static final int READ_TIMEOUT_MS = (int) TimeUnit.SECONDS.toMillis(30);
    private static final int MAX_RESPONSE_BYTES = 1 << 20;

    private TransactionMarkers() {}

    /**
     * Writes a marker to its one partition.
     *
     * @return {@link Errors#NONE}, or why the broker did not write it
     */
    static Errors write(int brokerPort, TxnMarkerEntry marker) throws IOException {
        short version = ApiKeys.WRITE_TXN_MARKERS.latestVersion();
        RequestHeader header = new RequestHeader(ApiKeys.WRITE_TXN_MARKERS, version, "legato-embedded", 1);
        ByteBuffer request = RequestUtils.serialize(
                header.data(),
                header.headerVersion(),
                new WriteTxnMarkersRequest.Builder(List.of(marker))
                        .build(version)
                        .data(),
                version);
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), brokerPort)) {
            socket.setSoTimeout(READ_TIMEOUT_MS);
            DataOutputStream output = new DataOutputStream(socket.getOutputStream());
            output.writeInt(request.remaining());
            output.write(request.array(), request.arrayOffset() + request.position(), request.remaining());
            output.flush();
            DataInputStream input = new DataInputStream(socket.getInputStream());
            int length = input.readInt();
            if (length < 0 || length > MAX_RESPONSE_BYTES) {
                throw new IOException("a response of %d bytes (expected: <= %d)".formatted(length, MAX_RESPONSE_BYTES));
            }
            ByteBuffer response = ByteBuffer.wrap(input.readNBytes(length));
            return error((WriteTxnMarkersResponse) AbstractResponse.parseResponse(response, header), marker);
        }
    }

    private static Errors error(WriteTxnMarkersResponse response, TxnMarkerEntry marker) {
        var errors = response.errorsByProducerId().get(marker.producerId());
        Errors error = errors == null ? null : errors.get(marker.partitions().getFirst());
        return error == null ? Errors.UNKNOWN_SERVER_ERROR : error;
    }
}
