package dev.legato.media.pipeline;

import dev.legato.contracts.TrackId;
import dev.legato.media.catalogue.CatalogueClient;
import dev.legato.media.index.ImportIndex;
import dev.legato.media.plan.Step.MarkGone;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Carries out what the plan decides on files that are gone: tells the catalogue of tracks that no file holds any more. */
final class GoneFiles {
    private final ImportIndex index;
    private final CatalogueClient catalogue;

    GoneFiles(ImportIndex index, CatalogueClient catalogue) {
        this.index = index;
        this.catalogue = catalogue;
    }

    /** Makes their tracks unavailable; an outcome for each file that took some with it, or could not. */
    List<FileOutcome> mark(List<MarkGone> files) throws InterruptedException {
        List<FileOutcome> outcomes = new ArrayList<>();
        for (MarkGone file : files) {
            try {
                for (TrackId track : file.tracks()) {
                    var _ = catalogue.setAvailable(track, false);
                }
                index.markReported(file.missing());
                if (!file.tracks().isEmpty()) {
                    outcomes.add(new FileOutcome.Gone(file.name(), file.tracks()));
                }
            } catch (IOException e) {
                outcomes.add(new FileOutcome.Failed(
                        file.name(), "gone, but its tracks do not count as unavailable yet: " + e.getMessage()));
            }
        }
        return outcomes;
    }
}
