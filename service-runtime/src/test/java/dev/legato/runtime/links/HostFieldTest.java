package dev.legato.runtime.links;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostFieldTest {
    @ParameterizedTest
    @CsvSource({
        "localhost, localhost",
        "192.168.1.5:8080, 192.168.1.5",
        "Music-Box.LOCAL:8080, music-box.local",
        "music.home., music.home",
        "box:, box",
        "[FD00::5]:8080, [fd00::5]",
        "[::ffff:192.168.1.5], [::ffff:192.168.1.5]",
    })
    void parse_leavesTheHost(String field, String host) {
        assertEquals(Optional.of(host), HostField.parse(field));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":8080",
                "a,b",
                "a b",
                "user@box",
                "box/path",
                "box:80:80",
                "box:123456",
                "box\r\nX: y",
                "[fe80::1%eth0]",
                "[::1",
                "box?x",
                "box#x",
                "..",
                "bücher.example"
            })
    void parse_ofAnythingElse_isEmpty(String field) {
        assertEquals(Optional.empty(), HostField.parse(field));
    }

    @Test
    void parse_ofAHugeField_isEmpty() {
        assertEquals(Optional.empty(), HostField.parse("a.".repeat(100_000)));
        assertEquals(Optional.empty(), HostField.parse(null));
    }
}
