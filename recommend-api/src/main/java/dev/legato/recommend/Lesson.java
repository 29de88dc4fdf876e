package dev.legato.recommend;

/** What one event teaches. */
sealed interface Lesson permits KnownTrack, Listen, PassedOver {}
