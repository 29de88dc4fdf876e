package dev.legato.account.signin;

import java.util.List;
import java.util.Optional;

/** What people call a browser, from what it calls itself (RFC 9110 §10.1.5): {@code Firefox · Windows}. */
final class AgentName {
    /** A word of the field, and the name it stands for. */
    private record Sign(String word, String name) {}

    /** In this order: browsers name those that they want to be taken for as well. */
    private static final List<Sign> BROWSERS = List.of(
            new Sign("Edg", "Edge"),
            new Sign("OPR/", "Opera"),
            new Sign("SamsungBrowser/", "Samsung Internet"),
            new Sign("Firefox/", "Firefox"),
            new Sign("FxiOS/", "Firefox"),
            new Sign("CriOS/", "Chrome"),
            new Sign("Chrome/", "Chrome"),
            new Sign("Safari/", "Safari"));

    private static final List<Sign> SYSTEMS = List.of(
            new Sign("iPhone", "iPhone"),
            new Sign("iPad", "iPad"),
            new Sign("Android", "Android"),
            new Sign("Windows", "Windows"),
            new Sign("Macintosh", "macOS"),
            new Sign("CrOS", "ChromeOS"),
            new Sign("Linux", "Linux"));

    private static final int MAX_UNKNOWN_CHARACTERS = 40;

    private AgentName() {}

    /** The name; what is unknown stays as it is, cut after {@value #MAX_UNKNOWN_CHARACTERS} characters. */
    static String of(String agent) {
        Optional<String> browser = named(BROWSERS, agent);
        Optional<String> system = named(SYSTEMS, agent);
        if (browser.isEmpty()) {
            return agent.length() > MAX_UNKNOWN_CHARACTERS ? agent.substring(0, MAX_UNKNOWN_CHARACTERS) + "…" : agent;
        }
        return system.map(name -> browser.get() + " · " + name).orElse(browser.get());
    }

    private static Optional<String> named(List<Sign> signs, String agent) {
        return signs.stream()
                .filter(sign -> agent.contains(sign.word()))
                .map(Sign::name)
                .findFirst();
    }
}
