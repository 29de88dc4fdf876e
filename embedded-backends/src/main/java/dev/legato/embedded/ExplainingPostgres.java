package dev.legato.embedded;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL for a test that logs how it carried out every statement, also those of its own that check references, so that
 * a test judges what a program really sends.
 *
 * @see <a href="https://www.postgresql.org/docs/current/auto-explain.html">auto_explain</a>
 */
public final class ExplainingPostgres implements AutoCloseable {
    /** A record of the log; lines that belong to it begin with a tab. */
    private static final Pattern PLAN =
            Pattern.compile("plan:\\n\\tQuery Text: (.*?)\\n(\\t[A-Z][^\\n]*\\(cost=.*)", Pattern.DOTALL);

    private static final Pattern RECORDS = Pattern.compile("\\n(?!\\t)");

    private final EmbeddedPostgres server;
    private final Path log;

    private ExplainingPostgres(EmbeddedPostgres server, Path log) {
        this.server = server;
        this.log = log;
    }

    /** Starts an empty one; closing it, or the JVM's end, deletes its folder. */
    public static ExplainingPostgres temporary() {
        AtomicReference<@Nullable Path> folder = new AtomicReference<>();
        EmbeddedPostgres server = EmbeddedPostgres.temporary(cluster -> {
            folder.set(cluster.folder());
            Files.writeString(cluster.data().resolve("postgresql.auto.conf"), """
                    session_preload_libraries = 'auto_explain'
                    auto_explain.log_min_duration = 0
                    auto_explain.log_nested_statements = on
                    """, StandardOpenOption.APPEND);
        });
        Path known = folder.get();
        if (known == null) {
            throw new IllegalStateException("started without a folder");
        }
        return new ExplainingPostgres(server, known.resolve("postgres.log"));
    }

    public URI uri() {
        return server.uri();
    }

    /** The plans of all statements that have ended so far. */
    public List<ExecutedPlan> plans() throws IOException {
        List<ExecutedPlan> plans = new ArrayList<>();
        for (String text : RECORDS.split(Files.readString(log, StandardCharsets.UTF_8), -1)) {
            Matcher plan = PLAN.matcher(text);
            if (plan.find()) {
                plans.add(new ExecutedPlan(plan.group(1), plan.group(2)));
            }
        }
        return plans;
    }

    @Override
    public void close() {
        server.close();
    }
}
