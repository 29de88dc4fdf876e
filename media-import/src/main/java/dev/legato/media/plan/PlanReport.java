package dev.legato.media.plan;

import dev.legato.media.plan.Step.Duplicate;
import dev.legato.media.plan.Step.Import;
import dev.legato.media.plan.Step.Keep;
import dev.legato.media.plan.Step.MarkGone;
import dev.legato.media.plan.Step.PassOver;
import dev.legato.media.plan.Step.Read;
import dev.legato.media.plan.Step.Refuse;
import dev.legato.media.plan.Step.Restore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What an import would do.
 *
 * @param steps one a file, in the source's order, then those of files that are gone
 * @param notes why missing files do not count as gone
 */
public record PlanReport(List<Step> steps, List<String> notes) {
    public PlanReport {
        steps = List.copyOf(steps);
        notes = List.copyOf(notes);
    }

    /** In the order of the sums. */
    private enum Kind {
        IMPORT("would import"),
        UPDATE("would update"),
        SAME_AUDIO("same audio"),
        FAIL("would fail"),
        PASS_OVER("would pass over"),
        GONE("would become unavailable"),
        UNCHANGED("unchanged");

        private final String words;

        Kind(String words) {
            this.words = words;
        }
    }

    /** The report for a person: a line of sums, then one for each file that is not unchanged, and the notes. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(Arrays.stream(Kind.values())
                .map(kind -> "%d %s"
                        .formatted(
                                steps.stream()
                                        .filter(step -> kind(step) == kind)
                                        .count(),
                                kind.words))
                .collect(Collectors.joining(", ")));
        for (Step step : steps) {
            if (kind(step) != Kind.UNCHANGED) {
                String detail = detail(step);
                lines.add("  %s: %s%s".formatted(kind(step).words, step.name(), detail.isEmpty() ? "" : ": " + detail));
            }
        }
        notes.forEach(note -> lines.add("  " + note));
        return lines;
    }

    private static Kind kind(Step step) {
        return switch (step) {
            case Import imported -> imported.isStored() ? Kind.UPDATE : Kind.IMPORT;
            case Read _ -> Kind.IMPORT;
            case Restore _ -> Kind.UPDATE;
            case Duplicate _ -> Kind.SAME_AUDIO;
            case Refuse _ -> Kind.FAIL;
            case PassOver _ -> Kind.PASS_OVER;
            case MarkGone _ -> Kind.GONE;
            case Keep _ -> Kind.UNCHANGED;
        };
    }

    private static String detail(Step step) {
        return switch (step) {
            case Import imported
            when imported.tracks().size() > 1 -> imported.tracks().size() + " tracks";
            case Duplicate duplicate -> duplicate.of();
            case Refuse refused -> refused.reason();
            case PassOver passed -> passed.reason();
            default -> "";
        };
    }
}
