package dev.legato.allinone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Players as Debian ships them, each made to play into a file as fast as it can. */
enum Programs {
    FFMPEG("ffmpeg", false, 0) {
        @Override
        List<String> command(String url, double from, Path out) {
            return words(
                    "ffmpeg -nostdin -v error",
                    from > 0 ? "-ss " + from : "",
                    "-i " + url,
                    "-ac 1 -ar %d -f s16le %s".formatted(Sweep.RATE, out));
        }
    },
    MPV("mpv", false, 0) {
        @Override
        List<String> command(String url, double from, Path out) {
            return words(
                    "mpv --no-config --no-terminal --no-video",
                    from > 0 ? "--start=" + from : "",
                    "--audio-format=s16 --audio-channels=mono --audio-samplerate=" + Sweep.RATE,
                    "--ao=pcm --ao-pcm-waveheader=no --ao-pcm-file=" + out,
                    url);
        }
    },
    VLC("cvlc", true, 4.2) {
        @Override
        List<String> command(String url, double from, Path out) {
            // VLC will not be root.
            return words(
                    System.getProperty("user.name").equals("root")
                            ? "setpriv --reuid=65534 --regid=65534 --clear-groups"
                            : "",
                    "cvlc --no-interact",
                    from > 0 ? "--start-time=" + from : "",
                    "--sout=#transcode{acodec=s16l,channels=1,samplerate=%d}:std{access=file,mux=dummy,dst=%s}"
                            .formatted(Sweep.RATE, out),
                    url,
                    "vlc://quit");
        }
    },
    GSTREAMER("gst-play-1.0", true, 0) {
        @Override
        List<String> command(String url, double from, Path out) {
            List<String> command = new ArrayList<>(words(
                    "gst-play-1.0 --use-playbin3 --no-interactive -q",
                    from > 0 ? "--start-position=" + from : "",
                    url));
            // It seeks once it plays: not so fast then that the end comes first.
            command.add(("--audiosink=audioconvert ! audioresample ! audio/x-raw,format=S16LE,channels=1,rate=%d"
                            + " ! filesink sync=%s buffer-mode=unbuffered location=%s")
                    .formatted(Sweep.RATE, from > 0, out));
            return command;
        }
    };

    private final String program;
    private final boolean seeksInHls;
    private final double early;

    /**
     * @param seeksInHls false of Debian's libavformat, which loses its place in any fMP4 HLS when it seeks (FFmpeg ticket
     *     7359, mended in 2024)
     * @param early seconds by which it may begin before the point asked for, writing into a file
     */
    Programs(String program, boolean seeksInHls, double early) {
        this.program = program;
        this.seeksInHls = seeksInHls;
        this.early = early;
    }

    boolean seeksInHls() {
        return seeksInHls;
    }

    double early() {
        return early;
    }

    private static List<String> words(String... parts) {
        return Arrays.stream(parts)
                .flatMap(part -> Arrays.stream(part.split(" ")))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    abstract List<String> command(String url, double from, Path out);

    /**
     * What is heard from there on: mono, 16 bits, little endian, at {@link Sweep#RATE}.
     *
     * @param folder to write into, its home
     * @param enough what is heard so far; if it is, the rest is not waited for
     */
    byte[] play(String url, double from, Path folder, Predicate<byte[]> enough) throws Exception {
        assumeTrue(installed(program), () -> program + " is not installed");
        if (this == GSTREAMER) {
            for (String element : List.of("hlsdemux2", "avdec_aac")) {
                Process inspect = new ProcessBuilder("gst-inspect-1.0", "--exists", element).start();
                assumeTrue(inspect.waitFor() == 0, () -> "GStreamer's " + element + " is not installed");
            }
        }
        // VLC plays as somebody else, and all keep what they learn for the next run.
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
        Path log = folder.resolve("log");
        Path out = folder.resolve("out.pcm");
        Files.deleteIfExists(out);
        ProcessBuilder builder = new ProcessBuilder(command(url, from, out))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().put("HOME", folder.toString());
        builder.environment().put("XDG_RUNTIME_DIR", folder.toString());
        builder.environment().keySet().removeIf(name -> name.toLowerCase(Locale.ROOT)
                .endsWith("_proxy"));
        Process process = builder.start();
        try {
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(90);
            while (!process.waitFor(100, TimeUnit.MILLISECONDS)) {
                byte[] heard = Files.exists(out) ? Files.readAllBytes(out) : new byte[0];
                if (enough.test(heard)) {
                    return heard;
                }
                assertTrue(System.nanoTime() < end, () -> program + " does not end");
            }
        } finally {
            var _ = process.destroyForcibly().onExit().join();
        }
        String said = Files.readString(log);
        assertEquals(0, process.exitValue(), said);
        assertTrue(Files.exists(out), said);
        return Files.readAllBytes(out);
    }

    static boolean installed(String program) {
        return Arrays.stream(System.getenv("PATH").split(":", -1))
                .anyMatch(path -> Files.isExecutable(Path.of(path, program)));
    }
}
