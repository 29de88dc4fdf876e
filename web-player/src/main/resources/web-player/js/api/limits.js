/** What the services take at most. The same numbers stand in their OpenAPI documents; a test compares them. */

/** Characters. */
export const MAX_PLAYLIST_NAME = 100;
export const MAX_PLAYLIST_DESCRIPTION = 1_000;
export const MAX_SEARCH = 200;

/** Items of a page, tracks asked for by their ids, and tracks added to a playlist, in one call. */
export const MAX_PAGE = 50;
export const MAX_IDS = 50;
export const MAX_ADDED = 50;
