package dev.legato.allinone;

import dev.legato.account.AccountService;
import dev.legato.account.AccountSettings;
import dev.legato.analytics.AnalyticsService;
import dev.legato.analytics.AnalyticsSettings;
import dev.legato.cluster.Cluster;
import dev.legato.contracts.LegatoService;
import dev.legato.edge.EdgeService;
import dev.legato.gateway.GatewayService;
import dev.legato.gateway.GatewaySettings;
import dev.legato.ingest.IngestService;
import dev.legato.ingest.IngestSettings;
import dev.legato.metadata.MetadataService;
import dev.legato.metadata.MetadataSettings;
import dev.legato.player.WebPlayerService;
import dev.legato.playlist.PlaylistService;
import dev.legato.playlist.PlaylistSettings;
import dev.legato.recommend.RecommendService;
import dev.legato.recommend.RecommendSettings;
import dev.legato.runtime.Service;
import dev.legato.runtime.VertxFactory;
import dev.legato.runtime.settings.Settings;
import dev.legato.search.SearchService;
import dev.legato.search.SearchSettings;

/** Makes each of the services from settings. */
final class Services {
    private Services() {}

    /** @throws dev.legato.runtime.settings.SettingsException if a setting of it is bad */
    static Service create(LegatoService service, Settings settings) {
        return create(service, settings, VertxFactory.UNCLUSTERED);
    }

    /**
     * The same for a process that joins a cluster.
     *
     * @param cluster what {@link #cluster} has returned
     */
    static Service create(LegatoService service, Settings settings, VertxFactory cluster) {
        return switch (service) {
            case ACCOUNT -> new AccountService(AccountSettings.from(settings));
            case ANALYTICS -> new AnalyticsService(AnalyticsSettings.from(settings));
            case EDGE -> EdgeService.from(settings, cluster instanceof Cluster joined ? joined : null);
            case GATEWAY -> new GatewayService(GatewaySettings.from(settings));
            case INGEST -> new IngestService(IngestSettings.from(settings));
            case METADATA -> new MetadataService(MetadataSettings.from(settings));
            case PLAYER -> new WebPlayerService(settings);
            case PLAYLIST -> new PlaylistService(PlaylistSettings.from(settings));
            case RECOMMEND -> new RecommendService(RecommendSettings.from(settings));
            case SEARCH -> new SearchService(SearchSettings.from(settings));
        };
    }

    /** The cluster that a service joins when it runs alone: edges do, as their settings say. */
    static VertxFactory cluster(LegatoService service, Settings settings) {
        return service == LegatoService.EDGE ? Cluster.from(settings) : VertxFactory.UNCLUSTERED;
    }
}
