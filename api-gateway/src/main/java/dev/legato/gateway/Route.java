package dev.legato.gateway;

import dev.legato.contracts.LegatoService;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where a path leads. The first route that fits wins; a path under {@code /v1} or {@code /internal} that fits none
 * leads nowhere, any other leads to the web player.
 *
 * @param path matched against the whole normalized path
 * @param needsToken whether the gateway itself refuses a request without a valid token
 */
record Route(Pattern path, LegatoService upstream, boolean needsToken) {
    private static final List<Route> TABLE = Arrays.stream(LegatoService.values())
            .flatMap(service -> service.publicPaths().stream()
                    .map(path -> new Route(Pattern.compile(path.pattern()), service, path.needsToken())))
            .toList();

    /** The route of a normalized path, or empty if it leads nowhere. */
    static Optional<Route> of(String path) {
        return TABLE.stream()
                .filter(route -> route.path.matcher(path).matches())
                .findFirst();
    }
}
