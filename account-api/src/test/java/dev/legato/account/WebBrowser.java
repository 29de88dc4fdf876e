package dev.legato.account;

import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A browser without scripts that goes from one server to another: it keeps cookies and follows redirects. */
final class WebBrowser implements AutoCloseable {
    private static final int MAX_HOPS = 20;
    private static final Pattern HIDDEN =
            Pattern.compile("<input type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\"");

    private final String home;
    private final HttpClient http = HttpClient.newBuilder()
            .cookieHandler(new CookieManager(null, CookiePolicy.ACCEPT_ALL))
            .build();

    /**
     * A page, or an address that the browser was not to follow.
     *
     * @param status 0 for the latter
     */
    record Page(URI uri, int status, String body) {
        /** A hidden field's value. */
        String hidden(String name) {
            Matcher fields = HIDDEN.matcher(body);
            while (fields.find()) {
                if (fields.group(1).equals(name)) {
                    return fields.group(2).replace("&amp;", "&");
                }
            }
            throw new AssertionError("no field " + name + " in " + body);
        }

        /** A parameter of its address. */
        String parameter(String name) {
            Matcher found = Pattern.compile("[?&]" + name + "=([^&]*)").matcher(uri.toString());
            if (!found.find()) {
                throw new AssertionError("no " + name + " in " + uri);
            }
            return URLDecoder.decode(found.group(1), StandardCharsets.UTF_8);
        }
    }

    /** @param home where addresses without a host are */
    WebBrowser(String home) {
        this.home = home;
    }

    Page open(String address, String... headers) throws Exception {
        return openUntil("\0", address, headers);
    }

    /** Follows redirects as far as an address that holds this. */
    Page openUntil(String stop, String address, String... headers) throws Exception {
        return follow(stop, request(address, headers).GET().build());
    }

    Page submit(String address, Map<String, String> fields, String... headers) throws Exception {
        return submitUntil("\0", address, fields, headers);
    }

    Page submitUntil(String stop, String address, Map<String, String> fields, String... headers) throws Exception {
        String form = fields.entrySet().stream()
                .map(field -> encode(field.getKey()) + "=" + encode(field.getValue()))
                .collect(Collectors.joining("&"));
        return follow(
                stop,
                request(address, headers)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(form))
                        .build());
    }

    /** Presses a button of the sign-in page. */
    Page signInAt(String provider, String stop, String... headers) throws Exception {
        Page page = open("/account/signin", headers);
        return submitUntil(stop, "/account/sso/" + provider, Map.of("csrf", page.hidden("csrf")), headers);
    }

    /** Signs in here. */
    Page signIn(String email, String password) throws Exception {
        Map<String, String> fields = new HashMap<>(Map.of("email", email, "password", password));
        fields.put("csrf", open("/account/signin").hidden("csrf"));
        return submit("/account/signin", fields);
    }

    private HttpRequest.Builder request(String address, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(address.startsWith("/") ? home + address : address));
        return headers.length == 0 ? request : request.headers(headers);
    }

    private Page follow(String stop, HttpRequest first) throws Exception {
        HttpRequest next = first;
        for (int hops = 0; hops < MAX_HOPS; hops++) {
            HttpResponse<String> answer = http.send(next, BodyHandlers.ofString());
            if (answer.statusCode() < 300 || answer.statusCode() > 399) {
                return new Page(next.uri(), answer.statusCode(), answer.body());
            }
            URI target =
                    next.uri().resolve(answer.headers().firstValue("Location").orElseThrow());
            if (target.toString().contains(stop)) {
                return new Page(target, 0, "");
            }
            next = HttpRequest.newBuilder(target).GET().build();
        }
        throw new AssertionError("more than " + MAX_HOPS + " redirects at " + next.uri());
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        http.close();
    }
}
