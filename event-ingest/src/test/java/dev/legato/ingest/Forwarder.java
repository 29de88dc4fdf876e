package dev.legato.ingest;

import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.SocketAddress;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** An address of Kafka that stays the same while the broker behind it comes, goes and moves. */
final class Forwarder implements AutoCloseable {
    private final Vertx vertx = Vertx.vertx();
    private final NetClient client = vertx.createNetClient();
    private final NetServer server;
    private volatile @Nullable SocketAddress target;

    Forwarder() throws Exception {
        server = vertx.createNetServer(
                        new NetServerOptions().setHost("127.0.0.1").setPort(0))
                .connectHandler(near -> {
                    SocketAddress to = target;
                    if (to == null) {
                        var _ = near.close();
                        return;
                    }
                    near.pause();
                    client.connect(to).onFailure(_ -> near.close()).onSuccess(far -> {
                        near.pipeTo(far);
                        far.pipeTo(near);
                    });
                })
                .listen()
                .await(5, TimeUnit.SECONDS);
    }

    String address() {
        return "127.0.0.1:" + server.actualPort();
    }

    /** Connections lead to this {@code host:port} from now on. */
    void to(String address) {
        String[] parts = address.split(":", 2);
        target = SocketAddress.inetSocketAddress(Integer.parseInt(parts[1]), parts[0]);
    }

    /** Connections are closed at once from now on. */
    void toNowhere() {
        target = null;
    }

    @Override
    public void close() {
        var _ = vertx.close().timeout(10, TimeUnit.SECONDS).await();
    }
}
