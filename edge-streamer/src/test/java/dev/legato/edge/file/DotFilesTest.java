package dev.legato.edge.file;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DotFilesTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a/b.flac                                    | true  | true  | true",
                "...And Justice for All/01 Blackened.flac    | false | true  | true",
                ".38 Special/cover.JPG                       | false | true  | true",
                ".38 Special/01.lrc                          | false | true  | true",
                ".38 Special/list.m3u8                       | false | true  | true",
                "x/.38 Special - Hold On.mp3                 | false | true  | true",
                ".../t.opus                                  | false | true  | true",
                ".38 Special/notes.doc                       | false | false | true",
                ".git/config                                 | false | false | true",
                ".git/hooks/x.flac                           | false | false | true",
                "a/.Git/x.flac                               | false | false | true",
                ".env                                        | false | false | true",
                ".htpasswd                                   | false | false | true",
                "a/.DS_Store                                 | false | false | true",
                "a/._01.mp3                                  | false | false | true",
                ".Trash-1000/files/a.mp3                     | false | false | true",
                ".mp3                                        | false | false | true",
                "a/.flac                                     | false | false | true",
                ".legato/x.flac                              | false | false | false",
                ".legato-index                               | false | false | false",
                "a/.Legato.tmp/b.mp3                         | false | false | false",
            })
    void permit_key_dependsOnThePolicy(String key, boolean none, boolean music, boolean all) {
        assertEquals(none, DotFiles.NONE.permit(key));
        assertEquals(music, DotFiles.MUSIC.permit(key));
        assertEquals(all, DotFiles.ALL.permit(key));
    }
}
