package dev.legato.media.cli;

import dev.legato.media.pipeline.FileOutcome;
import dev.legato.media.pipeline.ImportProgress;
import java.time.Duration;
import java.util.function.Consumer;

/** Progress as plain lines, for logs: one when the import starts, one for each file that is done. */
public final class PlainProgress implements ImportProgress {
    private final Consumer<String> out;

    /** Writes to {@code out}, a line at a time. */
    public PlainProgress(Consumer<String> out) {
        this.out = out;
    }

    @Override
    public void started(int files) {
        out.accept("Importing %d files".formatted(files));
    }

    @Override
    public void entered(int number, String name, Phase phase) {
        // A line for each phase would say more than anyone reads.
    }

    @Override
    public void finished(int done, int files, FileOutcome outcome, Duration left) {
        String what =
                switch (outcome) {
                    case FileOutcome.Imported _ -> "imported";
                    case FileOutcome.Unchanged _ -> "unchanged";
                    case FileOutcome.Duplicate duplicate -> "has the audio of " + duplicate.of();
                    case FileOutcome.Gone _ -> "gone";
                    case FileOutcome.Left _ -> "left for the next run";
                    case FileOutcome.PassedOver passed -> "passed over: " + passed.reason();
                    case FileOutcome.Failed failed -> "failed: " + failed.reason();
                };
        out.accept("[%d/%d] %s: %s%s".formatted(done, files, outcome.name(), what, forPeople(left)));
    }

    @Override
    public void completed(int done, int tracks, Duration left) {
        out.accept("%d of %d tracks in all renditions%s".formatted(done, tracks, forPeople(left)));
    }

    private static String forPeople(Duration left) {
        return left.toSeconds() < 1 ? "" : ", %d:%02d left".formatted(left.toMinutes(), left.toSecondsPart());
    }
}
