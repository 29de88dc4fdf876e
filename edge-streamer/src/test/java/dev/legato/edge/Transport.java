package dev.legato.edge;

import dev.legato.edge.RawClient.Reply;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** A way to ask an edge: HTTP/1.1 or HTTP/2, plain or under TLS. */
interface Transport extends AutoCloseable {
    /** @param lines fields as {@code Name: value} */
    Reply send(String method, String target, List<String> lines) throws Exception;

    @Override
    void close() throws IOException;

    static Transport http1(int port, boolean tls) {
        return new Transport() {
            private RawClient client;

            @Override
            public Reply send(String method, String target, List<String> lines) throws Exception {
                if (client == null) {
                    Socket socket = tls
                            ? trusting().getSocketFactory().createSocket("127.0.0.1", port)
                            : new Socket("127.0.0.1", port);
                    client = new RawClient(socket);
                }
                Reply reply = client.request(method, target, lines.toArray(String[]::new));
                if (reply.field("Connection").orElse("").equals("close")) {
                    close();
                }
                return reply;
            }

            @Override
            public void close() throws IOException {
                if (client != null) {
                    client.close();
                    client = null;
                }
            }
        };
    }

    /** HTTP/2 by ALPN under TLS, by an upgrade to h2c without. */
    static Transport http2(int port, boolean tls) throws Exception {
        HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_2)
                .sslContext(trusting())
                .build();
        return new Transport() {
            @Override
            public Reply send(String method, String target, List<String> lines) throws Exception {
                HttpRequest.Builder request = HttpRequest.newBuilder(
                                URI.create((tls ? "https" : "http") + "://127.0.0.1:" + port + target))
                        .timeout(Duration.ofSeconds(20))
                        .method(method, HttpRequest.BodyPublishers.noBody());
                for (String line : lines) {
                    int colon = line.indexOf(':');
                    request.header(
                            line.substring(0, colon), line.substring(colon + 1).strip());
                }
                HttpResponse<byte[]> response = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
                if (response.version() != HttpClient.Version.HTTP_2) {
                    throw new IOException("answered by " + response.version());
                }
                return new Reply(
                        "HTTP/2.0 " + response.statusCode(),
                        response.headers().map().entrySet().stream()
                                .flatMap(field -> field.getValue().stream().map(value -> field.getKey() + ": " + value))
                                .toList(),
                        response.body());
            }

            @Override
            public void close() {
                client.close();
            }
        };
    }

    static SSLContext trusting() throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new TrustAll()}, new SecureRandom());
        return context;
    }

    /** Takes any certificate: the test made it a moment ago. */
    final class TrustAll implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
