package dev.legato.demo.score;

import java.util.List;

/** A bar of one voice. */
public record Bar(List<Element> elements) {
    public Bar {
        elements = List.copyOf(elements);
    }

    /** How long it lasts. */
    public int ticks() {
        return elements.stream()
                .mapToInt(element -> element instanceof Element.Sound sound ? sound.ticks() : 0)
                .sum();
    }
}
