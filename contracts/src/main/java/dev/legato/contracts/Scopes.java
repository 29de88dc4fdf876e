package dev.legato.contracts;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What an access token's {@code scope} claim may allow (RFC 6749 §3.3): the one list. The OpenAPI documents say which
 * operation needs which; the names are OpenID Connect's and Spotify's where these have one.
 */
public final class Scopes {
    public static final String OPENID = "openid";
    public static final String PROFILE = "profile";
    public static final String EMAIL = "email";
    public static final String OFFLINE_ACCESS = "offline_access";

    public static final String STREAMING = "streaming";
    public static final String USER_READ_PRIVATE = "user-read-private";
    public static final String USER_READ_EMAIL = "user-read-email";
    public static final String PLAYLIST_READ_PRIVATE = "playlist-read-private";
    public static final String PLAYLIST_READ_COLLABORATIVE = "playlist-read-collaborative";
    public static final String PLAYLIST_MODIFY_PRIVATE = "playlist-modify-private";
    public static final String PLAYLIST_MODIFY_PUBLIC = "playlist-modify-public";
    public static final String USER_LIBRARY_READ = "user-library-read";
    public static final String USER_LIBRARY_MODIFY = "user-library-modify";
    public static final String USER_FOLLOW_READ = "user-follow-read";
    public static final String USER_FOLLOW_MODIFY = "user-follow-modify";
    public static final String USER_READ_RECENTLY_PLAYED = "user-read-recently-played";
    public static final String USER_TOP_READ = "user-top-read";
    public static final String USER_READ_PLAYBACK_STATE = "user-read-playback-state";
    public static final String USER_MODIFY_PLAYBACK_STATE = "user-modify-playback-state";

    public static final String CATALOGUE_WRITE = "catalogue-write";
    public static final String ACCOUNT_MANAGE = "account-manage";
    public static final String ADMIN = "admin";

    /** Every scope with the sentence that a consent page shows for it, in the order in which it shows them. */
    public static final Map<String, String> SENTENCES = sentences();

    /** What a guest's token allows. */
    public static final Set<String> GUEST = Set.of(
            STREAMING,
            USER_READ_PRIVATE,
            USER_READ_RECENTLY_PLAYED,
            USER_TOP_READ,
            USER_READ_PLAYBACK_STATE,
            USER_MODIFY_PLAYBACK_STATE);

    /** What a listener may grant to an application. */
    public static final Set<String> LISTENER = SENTENCES.keySet().stream()
            .filter(scope -> !Set.of(CATALOGUE_WRITE, ACCOUNT_MANAGE, ADMIN).contains(scope))
            .collect(Collectors.toUnmodifiableSet());

    /** What a listener's own session in Legato's own player allows; roles add {@link #CATALOGUE_WRITE} and {@link #ADMIN}. */
    public static final Set<String> FIRST_PARTY =
            Stream.concat(LISTENER.stream(), Stream.of(ACCOUNT_MANAGE)).collect(Collectors.toUnmodifiableSet());

    private Scopes() {}

    private static Map<String, String> sentences() {
        Map<String, String> sentences = new LinkedHashMap<>();
        sentences.put(OPENID, "Recognise you when you sign in.");
        sentences.put(PROFILE, "See your name and your picture.");
        sentences.put(EMAIL, "See your e-mail address.");
        sentences.put(OFFLINE_ACCESS, "Stay signed in while you are away.");
        sentences.put(STREAMING, "Play music on your devices.");
        sentences.put(USER_READ_PRIVATE, "See your account's name, country and plan.");
        sentences.put(USER_READ_EMAIL, "See your account's e-mail address.");
        sentences.put(PLAYLIST_READ_PRIVATE, "See your private playlists.");
        sentences.put(PLAYLIST_READ_COLLABORATIVE, "See playlists that you edit with others.");
        sentences.put(PLAYLIST_MODIFY_PRIVATE, "Create and change your private playlists.");
        sentences.put(PLAYLIST_MODIFY_PUBLIC, "Create and change your public playlists.");
        sentences.put(USER_LIBRARY_READ, "See the tracks and albums that you saved.");
        sentences.put(USER_LIBRARY_MODIFY, "Save and remove tracks and albums.");
        sentences.put(USER_FOLLOW_READ, "See the artists and people that you follow.");
        sentences.put(USER_FOLLOW_MODIFY, "Follow and unfollow artists and people.");
        sentences.put(USER_READ_RECENTLY_PLAYED, "See what you played recently.");
        sentences.put(USER_TOP_READ, "See what you play most and what is recommended to you.");
        sentences.put(USER_READ_PLAYBACK_STATE, "See what is playing on your devices.");
        sentences.put(USER_MODIFY_PLAYBACK_STATE, "Control what is playing on your devices.");
        sentences.put(CATALOGUE_WRITE, "Import music and edit the catalogue.");
        sentences.put(ACCOUNT_MANAGE, "Change your account, its devices and its sign-in.");
        sentences.put(ADMIN, "Administer this installation.");
        return Collections.unmodifiableMap(sentences);
    }
}
