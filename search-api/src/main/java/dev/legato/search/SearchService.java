package dev.legato.search;

import dev.legato.contracts.LegatoService;
import dev.legato.runtime.RunningService;
import dev.legato.runtime.Service;
import dev.legato.runtime.ServiceContext;
import dev.legato.runtime.ServiceDeployment;
import dev.legato.runtime.auth.TokenVerifier;
import dev.legato.runtime.http.ApiServer;
import dev.legato.runtime.kafka.DeadLetters;
import dev.legato.runtime.kafka.KafkaProbe;
import dev.legato.runtime.postgres.Database;
import dev.legato.runtime.postgres.Postgres;
import dev.legato.runtime.privacy.AccountRequests;
import dev.legato.search.api.AlbumLevels;
import dev.legato.search.api.HitViews;
import dev.legato.search.api.SearchHandler;
import dev.legato.search.feed.FeedMetrics;
import dev.legato.search.life.IndexEngine;
import dev.legato.search.life.IndexKeeper;
import dev.legato.search.life.IndexOperations;
import dev.legato.search.life.IndexVerticle;
import dev.legato.search.opensearch.OpenSearchEngine;
import dev.legato.search.opensearch.OpenSearchIndexes;
import dev.legato.search.recent.RecentHandler;
import dev.legato.search.recent.RecentSearches;
import dev.legato.search.recent.SearchReport;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.time.Duration;
import java.util.UUID;

/** Builds and starts search-api: an index that follows the catalogue's topic, and what is asked of it. */
public final class SearchService implements Service {
    private static final String NAME = LegatoService.SEARCH.label();

    /** The consumer's name in metrics. */
    private static final String CONSUMER = "legato-search";

    private static final Duration LOOK_EVERY = Duration.ofMinutes(1);

    private final SearchSettings settings;

    public SearchService(SearchSettings settings) {
        this.settings = settings;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Future<RunningService> start(ServiceContext context) {
        return ServiceDeployment.start(NAME, context.vertx(), deployment -> Database.await(
                        context.vertx(), context.health(), context.meters(), settings.postgres(), NAME)
                .compose(database -> start(context, deployment, deployment.opened(database, Database::close))));
    }

    private Future<Integer> start(ServiceContext context, ServiceDeployment deployment, Database database) {
        Pool pool = database.pool();
        Vertx vertx = context.vertx();
        KafkaProbe kafka = deployment.opened(new KafkaProbe(vertx, settings.kafka()), KafkaProbe::close);
        TokenVerifier tokens =
                deployment.opened(new TokenVerifier(vertx, settings.tokens(), context.clock()), TokenVerifier::close);
        AlbumLevels levels = new AlbumLevels();
        IndexKeeper keeper = new IndexKeeper(
                engine(deployment),
                settings.places(),
                settings.kafka(),
                new FeedMetrics(context.meters(), context.clock()),
                new DeadLetters(CONSUMER, context.meters(), context.clock()),
                context.clock(),
                levels::changed);
        HitViews views = new HitViews(keeper, levels);
        RecentSearches searches = new RecentSearches(pool);
        SearchReport report = new SearchReport(pool, context.clock());
        context.health().requires("index", keeper::check);
        context.health().requires("keys", tokens::check);
        // Searching asks neither: the index stays as it is while Kafka is away.
        context.health().prefers("postgres", () -> Postgres.ping(pool));
        context.health().prefers("kafka", kafka::check);
        context.health().prefers("following", keeper::checkFollowing);
        var _ = deployment.opened(IndexOperations.offer(context, keeper));
        ApiServer api = api(
                new ApiServer(vertx, settings.http(), tokens, NAME),
                new SearchHandler(keeper, views, settings.edge(), report),
                new RecentHandler(searches, report, context.clock()));
        return deployment
                .deploy(ServiceDeployment.eventLoop(), () -> new IndexVerticle(keeper, settings.kafka()))
                .compose(_ -> deployment.every(LOOK_EVERY, keeper::look))
                .compose(_ -> deployment.every(Duration.ofSeconds(SearchReport.WRITE_SECONDS), report::write))
                .compose(_ ->
                        AccountRequests.answer(context, deployment, settings.kafka(), LegatoService.SEARCH, searches))
                .compose(_ -> deployment.serve(ServiceDeployment.virtualThreads(), api::listen));
    }

    private IndexEngine engine(ServiceDeployment deployment) {
        return settings.openSearch()
                .<IndexEngine>map(there -> new OpenSearchEngine(deployment.opened(
                        new OpenSearchIndexes(there, UUID.randomUUID().toString(), System::nanoTime))))
                .orElseGet(LuceneEngine::new);
    }

    private static ApiServer api(ApiServer api, SearchHandler search, RecentHandler recent) {
        return api.on("search", search::search)
                .on("suggest", search::suggest)
                .on("pickSearchResult", recent::pick)
                .on("getRecentSearches", recent::list)
                .on("deleteRecentSearches", recent::clear)
                .on("deleteRecentSearch", recent::remove)
                .on("getSearchReport", recent::report);
    }
}
