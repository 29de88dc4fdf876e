package dev.legato.runtime.http;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** The path of a list with its parameters. */
public final class PagePath {
    private final String path;

    /** @param list without a query, such as {@code /v1/albums} */
    public PagePath(String list) {
        this.path = list;
    }

    /** The same with one parameter more. */
    public PagePath with(String name, Object value) {
        return new PagePath(path
                + (path.contains("?") ? '&' : '?')
                + name
                + '='
                + URLEncoder.encode(value.toString(), StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return path;
    }
}
