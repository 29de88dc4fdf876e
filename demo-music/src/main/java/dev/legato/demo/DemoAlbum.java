package dev.legato.demo;

import java.util.List;

/** The demo music's albums, and the scores on each. */
enum DemoAlbum {
    EVENING("Evening Piano", CoverPainter.Motif.MOON, "fur-elise|gymnopedie|moonlight|chopin-e-minor|chopin-c-minor"),
    BAROQUE("Baroque Garden", CoverPainter.Motif.GARDEN, "prelude-in-c|canon|minuet|greensleeves"),
    MOUNTAIN("Ragtime and Mountain Kings", CoverPainter.Motif.MOUNTAIN, "entertainer|mountain-king|ode-to-joy|lullaby");

    private final String title;
    private final CoverPainter.Motif motif;
    private final String scores;

    DemoAlbum(String title, CoverPainter.Motif motif, String scores) {
        this.title = title;
        this.motif = motif;
        this.scores = scores;
    }

    String title() {
        return title;
    }

    CoverPainter.Motif motif() {
        return motif;
    }

    /** Names of the scores, in the album's order. */
    List<String> scores() {
        return List.of(scores.split("\\|", -1));
    }
}
