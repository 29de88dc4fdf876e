package dev.legato.recommend;

/** An entry of the catalogue that teaches nothing: an album, an artist. */
record PassedOver(String id) implements Lesson {}
