package dev.legato.media.pipeline;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * What an import did.
 *
 * @param outcomes one a file, in the source's order, unreadable folders too; then those of files that are gone
 * @param notes on what was left out of files that are imported all the same
 */
public record ImportReport(List<FileOutcome> outcomes, List<String> notes, Duration took) {
    public ImportReport {
        outcomes = List.copyOf(outcomes);
        notes = List.copyOf(notes);
    }

    /** Files stored and entered by this run. */
    public List<FileOutcome.Imported> imported() {
        return of(FileOutcome.Imported.class).toList();
    }

    /** Files imported by an earlier run and untouched since. */
    public List<FileOutcome.Unchanged> unchanged() {
        return of(FileOutcome.Unchanged.class).toList();
    }

    /** Files with the audio of another file. */
    public List<FileOutcome.Duplicate> duplicates() {
        return of(FileOutcome.Duplicate.class).toList();
    }

    /** Files that could not be imported. */
    public List<FileOutcome.Failed> failed() {
        return of(FileOutcome.Failed.class).toList();
    }

    /** Files that are gone, and their tracks with them. */
    public List<FileOutcome.Gone> gone() {
        return of(FileOutcome.Gone.class).toList();
    }

    /** Files that were not tried, or not finished, for want of space. */
    public List<FileOutcome.Left> left() {
        return of(FileOutcome.Left.class).toList();
    }

    /** Files of audio in formats that are not imported. */
    public List<FileOutcome.PassedOver> passedOver() {
        return of(FileOutcome.PassedOver.class).toList();
    }

    /**
     * The report for a person: a line of sums, then each duplicate, each file that is gone, each failure with its reason,
     * the files passed over, how many are left, and the notes.
     */
    public List<String> lines() {
        String sums = "%d imported, %d unchanged, %d duplicates, %d gone, %d failed%s in %.1f s"
                .formatted(
                        imported().size(),
                        unchanged().size(),
                        duplicates().size(),
                        gone().size(),
                        failed().size(),
                        passedOver().isEmpty()
                                ? ""
                                : ", %d passed over".formatted(passedOver().size()),
                        took.toMillis() / 1000.0);
        return Stream.of(
                        Stream.of(sums),
                        duplicates().stream().map(file -> "  same audio: %s = %s".formatted(file.name(), file.of())),
                        gone().stream().map(file -> "  gone, unavailable until it is back: " + file.name()),
                        failed().stream().map(file -> "  failed: %s: %s".formatted(file.name(), file.reason())),
                        passedOver().stream()
                                .map(file -> "  passed over: %s: %s".formatted(file.name(), file.reason())),
                        Stream.of("  left for the next run: %d files".formatted(left().size()))
                                .filter(_ -> !left().isEmpty()),
                        notes.stream().map(note -> "  " + note))
                .flatMap(lines -> lines)
                .toList();
    }

    private <T extends FileOutcome> Stream<T> of(Class<T> type) {
        return outcomes.stream().filter(type::isInstance).map(type::cast);
    }
}
