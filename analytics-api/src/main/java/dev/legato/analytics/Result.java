package dev.legato.analytics;

/** What the counting of plays publishes to all instances. */
sealed interface Result permits CountedTrack, PartialChart {}
