package dev.legato.analytics;

/** What the counting of plays tells all instances. */
sealed interface Result permits TrackStats, PartialChart {}
