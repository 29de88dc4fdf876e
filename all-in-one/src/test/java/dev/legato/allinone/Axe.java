package dev.legato.allinone;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Page;
import dev.legato.testing.NpmPackage;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Looks for what keeps people out: the rules of WCAG 2.2 A and AA that Deque's axe checks. */
final class Axe {
    private static final NpmPackage PACKAGE = new NpmPackage(
            "axe-core",
            "4.14.1",
            "FHfa+lmNjQZfJz1q8wKqIDwC6DExcHt/pkjNQb09a3NPjCKg2rhu5qb2S4r76ASyFNNtuFooJpZe37OgudVGtQ==");

    private static final String RUN = """
            async () => {
              await Promise.all(document.getAnimations().map(a => a.finished.catch(() => {})));
              const {violations} = await axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']});
              return violations.map(v => v.id + ': ' + v.nodes.map(n => n.html).join(' | '));
            }""";

    private Axe() {}

    static void assertNothingFound(Page page) throws Exception {
        // Evaluated, not added as a script: the page's policy lets no other script in.
        page.evaluate(new String(PACKAGE.file("axe.min.js"), StandardCharsets.UTF_8));
        assertEquals(List.of(), page.evaluate(RUN), page.url());
    }
}
