package dev.legato.account.avatar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SquarePictureTest {
    private static final int RED = 0xff0000;
    private static final int BLUE = 0x0000ff;

    @ParameterizedTest
    @CsvSource({"png, 600, 400", "jpeg, 400, 600", "png, 3000, 2000", "jpeg, 16, 16", "png, 1, 1", "png, 5000, 40"})
    void of_anyPicture_isASquareOfItsMiddle(String format, int width, int height) throws Exception {
        byte[] picture = format.equals("png") ? Pictures.png(width, height) : Pictures.jpeg(width, height);
        BufferedImage square = read(SquarePicture.of(picture));
        assertEquals(SquarePicture.EDGE, square.getWidth());
        assertEquals(SquarePicture.EDGE, square.getHeight());
        assertNear(width > 1 ? RED : BLUE, square.getRGB(20, 128));
        assertNear(BLUE, square.getRGB(236, 128));
    }

    /** Where the red half lies once the picture is turned upright, Exif 2.32 §4.6.4 A. */
    @ParameterizedTest
    @CsvSource({"1, left", "2, right", "3, right", "4, left", "5, top", "6, top", "7, bottom", "8, bottom", "9, left"})
    void of_jpegOfATurnedCamera_isUpright(int orientation, String red) throws Exception {
        BufferedImage square = read(SquarePicture.of(Pictures.held(Pictures.jpeg(320, 320), orientation)));
        int x = red.equals("left") ? 20 : red.equals("right") ? 236 : 128;
        int y = red.equals("top") ? 20 : red.equals("bottom") ? 236 : 128;
        assertNear(RED, square.getRGB(x, y));
        assertNear(BLUE, square.getRGB(255 - x, 255 - y));
    }

    /** 6 turns the red half from the left to the top. */
    @ParameterizedTest
    @CsvSource({
        "49492a0008000000 0100 1201 0300 01000000 06000000, 6",
        "4d4d002a00000008 0002 010f 0002 00000005 7fffffff 0112 0003 00000001 00060000, 6",
        "4d4d002a00000008 0001 0112 0003 00000002 00060000, 1",
        "4d4d002a00000008 0001 0112 0004 00000001 00000006, 1",
        "4d4d002a00000008 ffff, 1",
        "4d4d002affffffff, 1",
        "4d4d002b00000008 0001 0112 0003 00000001 00060000, 1",
        "4d4d, 1",
        "'', 1"
    })
    void orientation_ofAnyNote_isThatOfItsFirstDirectory(String tiff, int orientation) throws Exception {
        assertEquals(orientation, Orientation.of(Pictures.noted(Pictures.jpeg(16, 16), tiff.replace(" ", ""))));
    }

    /** 4,000 entries that share the same 60,000 bytes: a reader that copies values would keep 240 MB of them. */
    @Test
    void orientation_ofEntriesThatOverlap_readsNoneOfThem() throws Exception {
        String entries = "010f0007 0000ea60 00000008".replace(" ", "").repeat(4_000);
        byte[] jpeg = Pictures.noted(
                Pictures.jpeg(16, 16), "4d4d002a00000008" + "0fa1" + entries + "011200030000000100060000");
        assertEquals(1, Orientation.of(jpeg), "it stands behind the entries that are looked at");
        assertTrue(SquarePicture.of(jpeg).length > 0);
    }

    /** Red squares, lossless and lossy. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "UklGRhwAAABXRUJQVlA4TA8AAAAvB8ABAAcQ/Y/+ByKi/wEA",
                "UklGRjoAAABXRUJQVlA4IC4AAACQAQCdASoQABAAAsBMJaACdLoAA5gA/u52f/FtI6FTq/+2h/+tD/9aH/SgAAAA"
            })
    void of_webp_isRead(String base64) throws Exception {
        BufferedImage square = read(SquarePicture.of(Base64.getDecoder().decode(base64)));
        assertEquals(SquarePicture.EDGE, square.getWidth());
        assertNear(RED, square.getRGB(128, 128));
    }

    @Test
    void of_pictureWithNotes_keepsNone() throws Exception {
        byte[] noted = Pictures.held(Pictures.jpeg(320, 320), 6);
        assertTrue(text(noted).contains("Exif"));
        assertFalse(text(SquarePicture.of(noted)).contains("Exif"));
    }

    @Test
    void of_hugeDimensions_isRefusedBeforeItIsDecoded() {
        var refused = assertThrows(PictureException.class, () -> SquarePicture.of(Pictures.bomb(60_000)));
        assertTrue(String.valueOf(refused.getMessage()).contains("60000 × 60000"), refused.getMessage());
    }

    @Test
    void of_jpegOfManyScans_isRefusedBeforeItIsDecoded() throws Exception {
        byte[] one = Pictures.jpeg(64, 64);
        byte[] scan = HexFormat.of().parseHex("ffda0008010100003f00");
        ByteArrayOutputStream many = new ByteArrayOutputStream();
        many.write(one, 0, one.length - 2);
        for (int i = 1; i < SquarePicture.MAX_SCANS; i++) {
            many.write(scan);
        }
        assertTrue(SquarePicture.of(many.toByteArray()).length > 0, "as many as are allowed");
        many.write(scan);
        var refused = assertThrows(PictureException.class, () -> SquarePicture.of(many.toByteArray()));
        assertTrue(String.valueOf(refused.getMessage()).contains("more than 50 scans"), refused.getMessage());
    }

    @Test
    void of_damagedPicture_isRefused() throws Exception {
        byte[] png = Pictures.png(64, 64);
        for (int length : new int[] {0, 8, 20, 40, png.length / 2}) {
            byte[] cut = Arrays.copyOf(png, length);
            assertThrows(PictureException.class, () -> SquarePicture.of(cut), length + " bytes");
        }
    }

    @ParameterizedTest
    @CsvSource({"<svg/>", "GIF89a..........", "BM..............", "RIFF....WAVE", "%PDF-1.7"})
    void of_anotherFormat_isRefused(String start) {
        var refused = assertThrows(
                PictureException.class, () -> SquarePicture.of(start.getBytes(StandardCharsets.ISO_8859_1)));
        assertTrue(String.valueOf(refused.getMessage()).contains("expected: PNG, JPEG or WebP"));
    }

    private static BufferedImage read(byte[] jpeg) throws IOException {
        return ImageIO.read(new ByteArrayInputStream(jpeg));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /** JPEG bends colours a little. */
    private static void assertNear(int expected, int actual) {
        for (int shift : new int[] {16, 8, 0}) {
            int difference = Math.abs((expected >> shift & 0xff) - (actual >> shift & 0xff));
            assertTrue(difference < 40, "%06x (expected: about %06x)".formatted(actual & 0xffffff, expected));
        }
    }
}
