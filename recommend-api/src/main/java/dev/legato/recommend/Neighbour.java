package dev.legato.recommend;

/**
 * Two tracks that some listeners have both heard.
 *
 * @param other the neighbour
 * @param together how many listeners heard both
 * @param listeners how many heard the track
 * @param otherListeners how many heard the neighbour
 */
record Neighbour(String track, String other, long together, long listeners, long otherListeners) {}
