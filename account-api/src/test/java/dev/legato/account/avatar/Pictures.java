package dev.legato.account.avatar;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;

/** Pictures for tests: red on the left, blue on the right. */
public final class Pictures {
    private static final byte[] PNG_START = HexFormat.of().parseHex("89504e470d0a1a0a");

    private Pictures() {}

    public static byte[] png(int width, int height) throws IOException {
        return written("png", width, height);
    }

    public static byte[] jpeg(int width, int height) throws IOException {
        return written("jpeg", width, height);
    }

    /** The head of a PNG whose pixels would take gigabytes, and nothing behind it. */
    public static byte[] bomb(int edge) throws IOException {
        ByteArrayOutputStream header = new ByteArrayOutputStream();
        DataOutputStream data = new DataOutputStream(header);
        data.write("IHDR".getBytes(StandardCharsets.US_ASCII));
        data.writeInt(edge);
        data.writeInt(edge);
        data.write(new byte[] {8, 2, 0, 0, 0});
        CRC32 check = new CRC32();
        check.update(header.toByteArray());
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        DataOutputStream png = new DataOutputStream(file);
        png.write(PNG_START);
        png.writeInt(header.size() - 4);
        png.write(header.toByteArray());
        png.writeInt((int) check.getValue());
        return file.toByteArray();
    }

    /** The same JPEG with a note of how the camera was held, 1 to 8. */
    static byte[] held(byte[] jpeg, int orientation) throws IOException {
        return noted(
                jpeg, "4d4d002a00000008" + "0001" + "011200030000000100%02x0000".formatted(orientation) + "00000000");
    }

    /**
     * The same JPEG with an Exif segment.
     *
     * @param tiff what is in it, in hexadecimal
     */
    static byte[] noted(byte[] jpeg, String tiff) throws IOException {
        byte[] content = HexFormat.of().parseHex("457869660000" + tiff);
        ByteArrayOutputStream noted = new ByteArrayOutputStream();
        noted.write(jpeg, 0, 2);
        noted.write(HexFormat.of().parseHex("ffe1%04x".formatted(content.length + 2)));
        noted.write(content);
        noted.write(jpeg, 2, jpeg.length - 2);
        return noted.toByteArray();
    }

    private static byte[] written(String format, int width, int height) throws IOException {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D canvas = image.createGraphics();
        canvas.setColor(Color.RED);
        canvas.fillRect(0, 0, width / 2, height);
        canvas.setColor(Color.BLUE);
        canvas.fillRect(width / 2, 0, width - width / 2, height);
        canvas.dispose();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        if (!ImageIO.write(image, format, bytes)) {
            throw new IOException("no writer for " + format);
        }
        return bytes.toByteArray();
    }
}
