package dev.legato.metadata.api;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** The path of a list's next page, put together from its parameters. */
final class PagePath {
    private final StringBuilder path;
    private char separator = '?';

    PagePath(String list) {
        this.path = new StringBuilder(list);
    }

    PagePath with(String name, Object value) {
        path.append(separator)
                .append(name)
                .append('=')
                .append(URLEncoder.encode(value.toString(), StandardCharsets.UTF_8));
        separator = '&';
        return this;
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
