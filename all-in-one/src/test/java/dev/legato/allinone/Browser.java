package dev.legato.allinone;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Debian's Chromium, driven by Playwright, with a page that remembers what went wrong on it. */
final class Browser implements AutoCloseable {
    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final List<String> FLAGS = List.of(
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--autoplay-policy=no-user-gesture-required");

    private final Playwright playwright;
    private final Page page;
    private final List<String> errors = new ArrayList<>();

    private Browser(Playwright playwright, Page page) {
        this.playwright = playwright;
        this.page = page;
        page.onPageError(errors::add);
        page.onConsoleMessage(message -> {
            if (message.type().equals("error")) {
                errors.add(message.text());
            }
        });
    }

    /** Skips the test where there is no Chromium, except in CI, where it must be there. */
    static Browser open() {
        if (System.getenv("CI") == null) {
            assumeTrue(Files.exists(CHROMIUM), "skipped: no %s (.ci/run installs it)".formatted(CHROMIUM));
        }
        Playwright playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        Page page = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(CHROMIUM)
                        .setArgs(FLAGS))
                .newContext(new com.microsoft.playwright.Browser.NewContextOptions().setViewportSize(1440, 900))
                .newPage();
        return new Browser(playwright, page);
    }

    Page page() {
        return page;
    }

    /** What the page complained about so far. */
    List<String> errors() {
        return List.copyOf(errors);
    }

    @Override
    public void close() {
        playwright.close();
    }
}
