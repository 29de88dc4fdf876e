package dev.legato.player;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Every file of the page, in memory, by its path such as {@code /js/main.js}. */
final class PlayerAssets {
    private static final String ROOT = "web-player";
    private static final String INDEX = "/index.html";

    private final Map<String, PlayerAsset> byPath;
    private final PlayerAsset index;

    private PlayerAssets(Map<String, PlayerAsset> byPath) {
        this.byPath = Map.copyOf(byPath);
        this.index = Objects.requireNonNull(byPath.get(INDEX), INDEX);
    }

    /** Reads the files from the class path, be it a folder or a jar. */
    static PlayerAssets load() throws IOException {
        URI index = location();
        if (!index.getScheme().equals("jar")) {
            return read(Objects.requireNonNull(Path.of(index).getParent()));
        }
        try (FileSystem jar = FileSystems.newFileSystem(index, Map.of())) {
            return read(jar.getPath("/" + ROOT));
        }
    }

    /** The file at a path; a path that names no file but a place in the page is answered by the page itself. */
    Optional<PlayerAsset> at(String path) {
        PlayerAsset file = byPath.get(path);
        if (file != null) {
            return Optional.of(file);
        }
        boolean namesFile = path.lastIndexOf('.') > path.lastIndexOf('/');
        return namesFile ? Optional.empty() : Optional.of(index);
    }

    List<String> paths() {
        return byPath.keySet().stream().sorted().toList();
    }

    private static PlayerAssets read(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return new PlayerAssets(files.filter(Files::isRegularFile)
                    .collect(Collectors.toMap(
                            file -> "/" + root.relativize(file).toString().replace('\\', '/'), PlayerAssets::asset)));
        }
    }

    private static PlayerAsset asset(Path file) {
        try {
            return PlayerAsset.of(file.toString(), Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(file.toString(), e);
        }
    }

    private static URI location() {
        URL index = Objects.requireNonNull(PlayerAssets.class.getResource("/" + ROOT + INDEX), "the page's files");
        try {
            return index.toURI();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(index.toString(), e);
        }
    }
}
