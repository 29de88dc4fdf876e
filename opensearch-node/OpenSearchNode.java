import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.opensearch.Version;
import org.opensearch.common.settings.Settings;
import org.opensearch.http.HttpServerTransport;
import org.opensearch.node.InternalSettingsPreparer;
import org.opensearch.node.Node;
import org.opensearch.plugins.PluginInfo;
import org.opensearch.transport.Netty4ModulePlugin;

/**
 * Runs one OpenSearch node on a free loopback port in the folder that is its argument, prints {@code port N}, and ends when
 * its input does, which the end of its parent brings about. Java runs this file as it is.
 */
public final class OpenSearchNode {
    private OpenSearchNode() {}

    /** A node with the one module it needs, taken from the class path. */
    private static final class Embedded extends Node {
        Embedded(Settings settings) {
            super(
                    InternalSettingsPreparer.prepareEnvironment(settings, Map.of(), null, () -> "test"),
                    List.of(new PluginInfo(
                            Netty4ModulePlugin.class.getName(),
                            "HTTP",
                            "none",
                            Version.CURRENT,
                            "21",
                            Netty4ModulePlugin.class.getName(),
                            null,
                            List.of(),
                            false)),
                    true);
        }

        int port() {
            return injector().getInstance(HttpServerTransport.class).boundAddress().publishAddress().getPort();
        }
    }

    public static void main(String[] folder) throws Exception {
        Settings settings = Settings.builder()
                .put("path.home", Path.of(folder[0]))
                .put("cluster.name", "legato-test")
                .put("node.name", "test")
                .put("discovery.type", "single-node")
                .put("network.host", "127.0.0.1")
                .put("http.port", "0")
                .put("http.type", "netty4")
                .put("transport.port", "0")
                .put("transport.type", "netty4")
                .put("action.auto_create_index", false)
                .put("cluster.routing.allocation.disk.threshold_enabled", false)
                .build();
        Embedded node = new Embedded(settings);
        node.start();
        System.out.println("port " + node.port());
        System.in.transferTo(OutputStream.nullOutputStream());
        Runtime.getRuntime().halt(0);
    }
}
