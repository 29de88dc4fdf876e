package dev.legato.account;

import dev.legato.testing.Answer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** As much of a browser as forms need: one cookie, and the token of the page last shown. */
final class Browser {
    private static final Pattern TOKEN = Pattern.compile("name=\"csrf\" value=\"([^\"]+)\"");

    private final AccountsUnderTest accounts;
    private final String[] always;
    private String cookie = "";
    private String others = "";
    private String token = "";

    /** @param headers that it sends each time */
    Browser(AccountsUnderTest accounts, String... headers) {
        this.accounts = accounts;
        this.always = headers.clone();
    }

    Answer get(String path) {
        return noted(accounts.get(path, with()));
    }

    Answer submit(String path, Map<String, String> fields, String... headers) {
        Map<String, String> all = new HashMap<>(fields);
        all.put("csrf", token);
        String form = all.entrySet().stream()
                .map(field -> encode(field.getKey()) + "=" + encode(field.getValue()))
                .collect(Collectors.joining("&"));
        return noted(accounts.submit(path, form, with(headers)));
    }

    /** Gives it a cookie that another answer has set. */
    Browser with(String other) {
        others = other;
        return this;
    }

    /** What would be sent as {@code Cookie}. */
    String cookie() {
        return cookie;
    }

    void forgetToken() {
        token = "";
    }

    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private String[] with(String... headers) {
        return Stream.of(new String[] {"Cookie", others.isEmpty() ? cookie : cookie + "; " + others}, always, headers)
                .flatMap(Stream::of)
                .toArray(String[]::new);
    }

    private Answer noted(Answer answer) {
        String set = answer.header("set-cookie");
        if (set != null && !set.isEmpty()) {
            cookie = set.split(";", 2)[0];
        }
        Matcher found = TOKEN.matcher(answer.body());
        if (found.find()) {
            token = found.group(1);
        }
        return answer;
    }
}
