package dev.legato.demo;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.RadialGradientPaint;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.SplittableRandom;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.FileImageOutputStream;

/** Paints album covers: a sky, a motif, and no words, for names stand beside covers anyway. */
final class CoverPainter {
    private static final int SIZE = 1000;
    private static final float QUALITY = 0.9f;
    private static final long SEED = 7;

    private final Graphics2D canvas;
    private final SplittableRandom random;

    /** What a cover shows. */
    enum Motif {
        MOON,
        GARDEN,
        MOUNTAIN
    }

    private CoverPainter(Graphics2D canvas, long seed) {
        this.canvas = canvas;
        this.random = new SplittableRandom(seed);
    }

    /** Writes a cover as JPEG, 1000 pixels square. */
    static void paint(Motif motif, Path file) throws IOException {
        BufferedImage image = new BufferedImage(SIZE, SIZE, BufferedImage.TYPE_INT_RGB);
        Graphics2D canvas = image.createGraphics();
        try {
            canvas.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            canvas.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
            CoverPainter painter = new CoverPainter(canvas, SEED);
            switch (motif) {
                case MOON -> painter.moon();
                case GARDEN -> painter.garden();
                case MOUNTAIN -> painter.mountain();
            }
        } finally {
            canvas.dispose();
        }
        write(image, file);
    }

    /** A moon over a keyboard that lies like water. */
    private void moon() {
        sky(0x0b1030, 0x3b2f6b, 0xc46a74);
        stars(140, 560);
        glow(680, 300, 330, new Color(255, 240, 205, 120));
        disc(680, 300, 118, 0xfff3d6);
        disc(640, 268, 26, 0xf3e2bd);
        disc(715, 335, 18, 0xf3e2bd);
        int horizon = 640;
        for (int key = -9; key < 12; key++) {
            double top = 500 + key * 38.0;
            double bottom = 500 + key * 118.0;
            Path2D white = quad(top, horizon, top + 36, horizon, bottom + 112, SIZE, bottom, SIZE);
            canvas.setPaint(new GradientPaint(0, horizon, new Color(0x54477f), 0, SIZE, new Color(0xf4e9e2)));
            canvas.fill(white);
            int step = Math.floorMod(key, 7);
            if (step != 2 && step != 6) {
                double depth = 0.55;
                double y = horizon + (SIZE - horizon) * depth;
                double right = lerp(top + 38, bottom + 118, depth);
                Path2D black = quad(top + 28, horizon, top + 48, horizon, right + 28, y, right - 28, y);
                canvas.setPaint(new GradientPaint(0, horizon, new Color(0x1b1638), 0, (float) y, new Color(0x0d0a1c)));
                canvas.fill(black);
            }
        }
        canvas.setPaint(new GradientPaint(
                0, horizon - 4, new Color(255, 220, 190, 200), 0, horizon + 60, new Color(255, 200, 190, 0)));
        canvas.fillRect(0, horizon - 3, SIZE, 60);
    }

    /** A knot garden from above, folded eightfold, with gold between the hedges. */
    private void garden() {
        canvas.setPaint(new RadialGradientPaint(500, 500, 720, new float[] {0, 0.6f, 1}, new Color[] {
            new Color(0xf7efd8), new Color(0xd9c48a), new Color(0x6d5a2b)
        }));
        canvas.fillRect(0, 0, SIZE, SIZE);
        canvas.setClip(56, 56, SIZE - 112, SIZE - 112);
        for (int ring = 5; ring >= 1; ring--) {
            for (int petal = 0; petal < 8 * Math.max(1, ring / 2); petal++) {
                double turn = 2 * Math.PI * petal / (8.0 * Math.max(1, ring / 2)) + ring * 0.39;
                petal(turn, ring * 88.0, 62 + ring * 17.0, ring % 2 == 0 ? 0x2f5d3a : 0x4d8350, ring);
            }
        }
        for (int rose = 0; rose < 16; rose++) {
            double turn = 2 * Math.PI * rose / 16;
            double reach = rose % 2 == 0 ? 176 : 318;
            disc(500 + reach * Math.cos(turn), 500 + reach * Math.sin(turn), 17, 0x9c2f3f);
            disc(500 + reach * Math.cos(turn) - 4, 500 + reach * Math.sin(turn) - 4, 8, 0xd96a72);
        }
        glow(500, 500, 130, new Color(255, 246, 214, 220));
        disc(500, 500, 46, 0xb98b2e);
        disc(500, 500, 34, 0xf6e3a6);
        canvas.setClip(null);
        canvas.setStroke(new BasicStroke(14));
        canvas.setColor(new Color(0x5a4720));
        canvas.drawRect(34, 34, SIZE - 68, SIZE - 68);
        canvas.setStroke(new BasicStroke(3));
        canvas.drawRect(56, 56, SIZE - 112, SIZE - 112);
    }

    private void petal(double turn, double distance, double length, int colour, int ring) {
        var before = canvas.getTransform();
        canvas.rotate(turn, 500, 500);
        Path2D leaf = new Path2D.Double();
        double x = 500 + distance;
        leaf.moveTo(x - length / 2, 500);
        leaf.quadTo(x, 500 - length * 0.46, x + length / 2, 500);
        leaf.quadTo(x, 500 + length * 0.46, x - length / 2, 500);
        canvas.setPaint(new GradientPaint(
                (float) x - 40, 470, new Color(colour).brighter(), (float) x + 40, 540, new Color(colour).darker()));
        canvas.fill(leaf);
        canvas.setStroke(new BasicStroke(2.5f + ring * 0.4f));
        canvas.setColor(new Color(0xe7cf87));
        canvas.draw(leaf);
        canvas.setTransform(before);
    }

    /** Ridges one behind the other, a low sun, and a winding line of notes. */
    private void mountain() {
        sky(0x1d3b53, 0xe08e45, 0xf7d9a0);
        glow(300, 420, 360, new Color(255, 236, 180, 170));
        disc(300, 420, 96, 0xfff0c2);
        int[] colours = {0xb77b62, 0x8a5a5c, 0x5d3f55, 0x3a2b47, 0x1c1930};
        for (int ridge = 0; ridge < colours.length; ridge++) {
            ridge(470 + ridge * 105, 150 - ridge * 14, colours[ridge]);
        }
        canvas.setColor(new Color(0xf9dfa8));
        for (int note = 0; note < 7; note++) {
            double x = 250 + note * 92;
            double y = 800 - 60 * Math.sin(note * 0.95) - note * 24;
            double size = 1 + note * 0.05;
            canvas.fill(new Ellipse2D.Double(x - 19 * size, y - 13 * size, 38 * size, 26 * size));
            canvas.setStroke(new BasicStroke(6));
            canvas.draw(new Line2D.Double(x + 16 * size, y, x + 16 * size, y - 96 * size));
            if (note % 2 == 0 && note < 6) {
                double nextX = x + 92 + 16 * size;
                double nextY = 800 - 60 * Math.sin((note + 1) * 0.95) - (note + 1) * 24 - 96 * size;
                canvas.setStroke(new BasicStroke(15));
                canvas.draw(new Line2D.Double(x + 16 * size, y - 92 * size, nextX, nextY));
            }
        }
    }

    private void ridge(int base, int height, int colour) {
        Path2D line = new Path2D.Double();
        line.moveTo(0, SIZE);
        double[] phases = {random.nextDouble(6), random.nextDouble(6), random.nextDouble(6)};
        for (int x = 0; x <= SIZE; x += 4) {
            double wave = Math.abs(Math.sin(x / 170.0 + phases[0])) * 0.7
                    + Math.abs(Math.sin(x / 71.0 + phases[1])) * 0.28
                    + Math.sin(x / 23.0 + phases[2]) * 0.06;
            line.lineTo(x, base - wave * height);
        }
        line.lineTo(SIZE, SIZE);
        line.closePath();
        Color near = new Color(colour);
        canvas.setPaint(new GradientPaint(0, base - height, near.brighter(), 0, base + 160, near.darker()));
        canvas.fill(line);
    }

    private void sky(int top, int middle, int bottom) {
        canvas.setPaint(new GradientPaint(0, 0, new Color(top), 0, SIZE * 0.45f, new Color(middle)));
        canvas.fillRect(0, 0, SIZE, SIZE);
        canvas.setPaint(new GradientPaint(0, SIZE * 0.45f, new Color(middle), 0, SIZE * 0.66f, new Color(bottom)));
        canvas.fillRect(0, (int) (SIZE * 0.45), SIZE, SIZE);
    }

    private void stars(int count, int lowest) {
        for (int star = 0; star < count; star++) {
            double size = 1 + random.nextDouble(3);
            canvas.setColor(new Color(255, 250, 230, 60 + random.nextInt(160)));
            canvas.fill(new Ellipse2D.Double(random.nextDouble(SIZE), random.nextDouble(lowest), size, size));
        }
    }

    private void glow(double x, double y, double radius, Color colour) {
        Color clear = new Color(colour.getRed(), colour.getGreen(), colour.getBlue(), 0);
        canvas.setPaint(new RadialGradientPaint(
                (float) x, (float) y, (float) radius, new float[] {0, 1}, new Color[] {colour, clear}));
        canvas.fill(new Ellipse2D.Double(x - radius, y - radius, 2 * radius, 2 * radius));
    }

    private void disc(double x, double y, double radius, int colour) {
        canvas.setColor(new Color(colour));
        canvas.fill(new Ellipse2D.Double(x - radius, y - radius, 2 * radius, 2 * radius));
    }

    private static Path2D quad(double x1, double y1, double x2, double y2, double x3, double y3, double x4, double y4) {
        Path2D path = new Path2D.Double();
        path.moveTo(x1, y1);
        path.lineTo(x2, y2);
        path.lineTo(x3, y3);
        path.lineTo(x4, y4);
        path.closePath();
        return path;
    }

    private static double lerp(double from, double to, double part) {
        return from + (to - from) * part;
    }

    private static void write(BufferedImage image, Path file) throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        try (FileImageOutputStream out = new FileImageOutputStream(file.toFile())) {
            ImageWriteParam parameters = writer.getDefaultWriteParam();
            parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            parameters.setCompressionQuality(QUALITY);
            writer.setOutput(out);
            writer.write(null, new IIOImage(image, null, null), parameters);
        } finally {
            writer.dispose();
        }
    }
}
