package dev.legato.bench.runner.peer;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How to start a server over a folder of files.
 *
 * @param name as the report calls it, such as {@code nginx (tcp_nopush on)}
 * @param family what it is compared as: {@code legato}, {@code nginx}, {@code limit}; settings of one server share it
 * @param command without namespace and pinning
 * @param environment variables it needs
 * @param files text of the files it needs in its working folder, by name
 * @param port where it will listen
 * @param path what its request paths begin with; no slash at the end
 * @param compiles whether its code gets faster while it runs, so that it must settle before it is measured
 * @param version what it says of itself
 * @param origin a server that must stand before it and behind it. Null: none
 * @param apart whether it stands beside the generators and what it costs is nobody's cost: the origin of a cache. The cost
 *     of another origin counts as that of the server before it
 */
public record Launch(
        String name,
        String family,
        List<String> command,
        Map<String, String> environment,
        Map<String, String> files,
        int port,
        String path,
        boolean tls,
        boolean compiles,
        String version,
        @Nullable Launch origin,
        boolean apart) {
    /** A server that is measured, or whose cost counts as that of the server before it. */
    Launch(
            String name,
            String family,
            List<String> command,
            Map<String, String> environment,
            Map<String, String> files,
            int port,
            String path,
            boolean tls,
            boolean compiles,
            String version,
            @Nullable Launch origin) {
        this(name, family, command, environment, files, port, path, tls, compiles, version, origin, false);
    }
}
