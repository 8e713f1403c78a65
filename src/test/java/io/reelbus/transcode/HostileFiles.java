package io.reelbus.transcode;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.reelbus.TinyClips;
import io.reelbus.job.Failure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;

/** Files that lie, that were cut, that were spoilt, and that are small and want to become large. */
final class HostileFiles {
    private final Path folder;
    private final List<Sample> made = new ArrayList<>();

    /** One of them; what becomes of it is open unless there is a failure that it must end with. */
    record Sample(Path file, Optional<Failure> expected) {
        @Override
        public String toString() {
            return String.valueOf(file.getFileName());
        }
    }

    private HostileFiles(Path folder) {
        this.folder = folder;
    }

    /** All of them; the seed decides which bits of the spoilt ones are wrong. */
    static List<Sample> make(Path folder, long seed) throws IOException {
        HostileFiles files = new HostileFiles(folder);
        files.pictures();
        files.streamsAndHours();
        files.liars();
        files.spoilt(new Random(seed));
        return files.made;
    }

    private void pictures() throws IOException {
        byte[] bomb = png(30_000, 30_000);
        add("bomb.png", bomb, Failure.TOO_MANY_PIXELS);
        add("largest.png", png(65_535, 65_535), Failure.TOO_MANY_PIXELS);
        add("flat.png", png(1, 40_000_000), Failure.TOO_MANY_PIXELS);
        add("allowed.png", png(5_760, 5_760));
        add("bomb.mov", jpegs(30_000, 30_000), Failure.TOO_MANY_PIXELS);
        add("none.mov", jpegs(0, 0));
        // Behind the start code of a key frame of VP8: RFC 6386, 9.1.
        byte[] webm = Files.readAllBytes(TinyClips.others().get(1));
        add("bomb.webm", resized(webm, new byte[] {(byte) 0x9d, 1, 0x2a}, (short) 0x3fff, (short) 0x3fff));
        byte[] gif = "GIF89a".getBytes(US_ASCII);
        add(
                "bomb.gif",
                BoxEditor.joined(gif, new byte[] {-1, -1, -1, -1, 0, 0, 0, 0x2c, 0, 0, 0, 0, -1, -1, -1, -1, 0, 8, 0}));
        add("cover.mp3", BoxEditor.joined(cover(bomb), Files.readAllBytes(TinyClips.mp3())));
    }

    private void streamsAndHours() throws IOException {
        byte[] mp4 = Files.readAllBytes(TinyClips.mp4());
        byte[] track = BoxEditor.find(mp4, "trak");
        add("streams-300.mp4", tracks(mp4, track, 300), Failure.TOO_MANY_STREAMS);
        add("streams-10000.mp4", tracks(mp4, track, 10_000), Failure.TOO_MANY_STREAMS);
        add("nested.mp4", BoxEditor.joined(mp4, nested("moov", 20_000)));
        add("nested-in-index.mp4", BoxEditor.edit(mp4, "udta", inside -> nested("trak", 20_000)));
        // Its seconds, 10 to the power of 6 hours in all.
        byte[] hours = BoxEditor.edit(mp4, "mvhd", seconds(12, 3_600_000_000L));
        hours = BoxEditor.edit(hours, "mdhd", seconds(12, 3_600_000_000L));
        add("hours.mp4", hours, Failure.TOO_LONG);
        add("long-frames.mp4", BoxEditor.edit(mp4, "stts", BoxEditor.number(12, 0x7fffffff)));
        add("no-time.mp4", BoxEditor.edit(mp4, "stts", BoxEditor.number(12, 0)));
        add("time-backwards.mp4", BoxEditor.edit(mp4, "stts", BoxEditor.number(12, -1000)));
        add("clock-of-one.mp4", BoxEditor.edit(mp4, "mdhd", BoxEditor.number(12, 1)));
        add("clock-of-none.mp4", BoxEditor.edit(mp4, "mdhd", BoxEditor.number(12, 0)));
        add("edit-below-nought.mp4", BoxEditor.edit(mp4, "elst", BoxEditor.number(12, -500_000)));
        add("edit-far-away.mp4", BoxEditor.edit(mp4, "elst", BoxEditor.number(12, 0x7fffffff)));
        add("edit-very-long.mp4", BoxEditor.edit(mp4, "elst", BoxEditor.number(8, 0x7fffffff)));
        add("one-frame-an-hour.mkv", Files.readAllBytes(TinyClips.oneFrameAnHour()));
        add("days.mkv", Files.readAllBytes(TinyClips.oneFrameAnHourForDays()), Failure.TOO_LONG);
        add("wild-times.mkv", Files.readAllBytes(TinyClips.wildTimes()), Failure.TOO_LONG);
    }

    private void liars() throws IOException {
        byte[] mp4 = Files.readAllBytes(TinyClips.mp4());
        for (String table : List.of("stco", "stsz", "stsc", "stts", "stss", "ctts", "elst")) {
            add("count-" + table + ".mp4", BoxEditor.edit(mp4, table, BoxEditor.number(4, -1)));
            add(
                    "value-" + table + ".mp4",
                    BoxEditor.edit(
                            mp4,
                            table,
                            inside -> inside.length < 12
                                    ? inside
                                    : BoxEditor.number(8, 0x7ffffff0).apply(inside)));
        }
        add("beyond.mp4", BoxEditor.edit(mp4, "stco", inside -> {
            ByteBuffer offsets = ByteBuffer.wrap(inside.clone());
            for (int at = 8; at + 4 <= inside.length; at += 4) {
                offsets.putInt(at, mp4.length + 1_000_000);
            }
            return offsets.array();
        }));
        byte[] avi = Files.readAllBytes(TinyClips.others().get(2));
        for (int size : new int[] {0, -1, 0x7fffffff}) {
            add("riff-" + size + ".avi", little(avi, 4, size));
            add("list-" + size + ".avi", little(avi, 16, size));
            add("frames-" + size + ".avi", little(avi, 48, size));
            add("pixels-" + size + ".avi", little(little(avi, 64, size), 68, size));
        }
        byte[] mkv = Files.readAllBytes(TinyClips.matroska());
        // A cluster, and a block in it, that are as large as their sizes can say: RFC 8794, 4.
        add("cluster.mkv", replaced(mkv, hex(0x1f, 0x43, 0xb6, 0x75), hex(0x01, 0xff, 0xff, 0xff, 0xff, 0xff, 0xfe)));
        add("block.mkv", replaced(mkv, hex(0xa3), hex(0x10, 0xff, 0xff, 0xff)));
        // Blocks that say that frames are laced in them, by EBML's sizes: RFC 9559, 10.3.
        add("laced.mkv", laced(mkv));
        add("zeros.mp4", new byte[200_000]);
        add("empty.mp4", new byte[0], Failure.NOT_A_VIDEO);
        add("one-byte.mp4", new byte[1], Failure.NOT_A_VIDEO);
    }

    private void spoilt(Random random) throws IOException {
        List<Path> good = new ArrayList<>(List.of(
                TinyClips.faststart(),
                TinyClips.mp4(),
                TinyClips.fragmented(),
                TinyClips.motionJpeg(),
                TinyClips.matroska()));
        good.addAll(TinyClips.others());
        for (Path clip : good) {
            byte[] bytes = Files.readAllBytes(clip);
            String name = String.valueOf(clip.getFileName());
            for (int cut : new int[] {300, bytes.length / 2, bytes.length - 7}) {
                add("cut-" + cut + "-" + name, Arrays.copyOf(bytes, cut));
            }
            for (int i = 0; i < 2; i++) {
                byte[] flipped = bytes.clone();
                // Heads are where the harm is.
                int reach = i == 0 ? Math.min(1_500, bytes.length) : bytes.length;
                for (int flip = 0; flip < 12; flip++) {
                    flipped[random.nextInt(reach)] ^= (byte) (1 << random.nextInt(8));
                }
                add("flipped-" + i + "-" + name, flipped);
            }
        }
    }

    private static UnaryOperator<byte[]> seconds(int at, long duration) {
        return inside -> BoxEditor.number(at + 4, (int) duration)
                .apply(BoxEditor.number(at, 1).apply(inside));
    }

    private static byte[] tracks(byte[] mp4, byte[] track, int count) {
        byte[] many = new byte[track.length * count];
        for (int i = 0; i < count; i++) {
            System.arraycopy(track, 0, many, i * track.length, track.length);
        }
        return BoxEditor.edit(mp4, "moov", inside -> BoxEditor.joined(inside, many));
    }

    private static byte[] nested(String type, int depth) {
        ByteBuffer boxes = ByteBuffer.allocate(8 * depth);
        for (int left = depth; left > 0; left--) {
            boxes.putInt(8 * left).put(type.getBytes(US_ASCII));
        }
        return boxes.array();
    }

    /** A black picture in one bit (ISO/IEC 15948); the bytes of one that is far too large are not all there. */
    private static byte[] png(int width, int height) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflater = new DeflaterOutputStream(packed)) {
            byte[] line = new byte[1 + (width + 7) / 8];
            for (int y = 0; y < Math.min(height, 6_000); y++) {
                deflater.write(line);
            }
        }
        byte[] head = ByteBuffer.allocate(13)
                .putInt(width)
                .putInt(height)
                .put((byte) 1)
                .array();
        return BoxEditor.joined(
                hex(0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'),
                chunk("IHDR", head),
                chunk("IDAT", packed.toByteArray()),
                chunk("IEND", new byte[0]));
    }

    /** The tag of an MP3 (ID3v2.3) with this PNG in it. */
    private static byte[] cover(byte[] png) {
        byte[] picture = BoxEditor.joined("\0image/png\0\3\0".getBytes(US_ASCII), png);
        int size = 10 + picture.length;
        return BoxEditor.joined(
                "ID3".getBytes(US_ASCII),
                hex(3, 0, 0, size >> 21 & 0x7f, size >> 14 & 0x7f, size >> 7 & 0x7f, size & 0x7f),
                "APIC".getBytes(US_ASCII),
                ByteBuffer.allocate(6).putInt(picture.length).array(),
                picture);
    }

    static byte[] chunk(String type, byte[] inside) {
        byte[] named = BoxEditor.joined(type.getBytes(US_ASCII), inside);
        CRC32 sum = new CRC32();
        sum.update(named);
        return ByteBuffer.allocate(8 + named.length)
                .putInt(inside.length)
                .put(named)
                .putInt((int) sum.getValue())
                .array();
    }

    /** JPEG pictures whose heads (ITU T.81, B.2.2) say another size than their index does. */
    private static byte[] jpegs(int width, int height) throws IOException {
        byte[] mov = Files.readAllBytes(TinyClips.motionJpeg()).clone();
        for (int at = 0; at + 9 < mov.length; at++) {
            if (mov[at] == -1 && (mov[at + 1] & 0xff) == 0xc0 && mov[at + 2] == 0 && mov[at + 3] == 17) {
                ByteBuffer.wrap(mov).putShort(at + 5, (short) height).putShort(at + 7, (short) width);
            }
        }
        return mov;
    }

    private static byte[] resized(byte[] file, byte[] mark, short width, short height) {
        byte[] made = file.clone();
        for (int at = find(made, mark, 0); at >= 0; at = find(made, mark, at + 1)) {
            ByteBuffer.wrap(made)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putShort(at + mark.length, width)
                    .putShort(at + mark.length + 2, height);
        }
        return made;
    }

    private static byte[] little(byte[] file, int at, int value) {
        return ByteBuffer.wrap(file.clone())
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(at, value)
                .array();
    }

    /** With these bytes behind each such mark. */
    private static byte[] replaced(byte[] file, byte[] mark, byte[] bytes) {
        byte[] made = file.clone();
        for (int at = find(made, mark, 0); at >= 0 && at + 16 < made.length; at = find(made, mark, at + 16)) {
            System.arraycopy(bytes, 0, made, at + mark.length, bytes.length);
        }
        return made;
    }

    private static byte[] laced(byte[] mkv) {
        byte[] made = mkv.clone();
        for (int at = find(made, hex(0xa3), 0); at >= 0 && at + 8 < made.length; at = find(made, hex(0xa3), at + 8)) {
            made[at + 6] |= 0x06;
        }
        return made;
    }

    private static int find(byte[] file, byte[] mark, int from) {
        for (int at = from; at + mark.length + 4 <= file.length; at++) {
            if (Arrays.equals(file, at, at + mark.length, mark, 0, mark.length)) {
                return at;
            }
        }
        return -1;
    }

    private static byte[] hex(int... bytes) {
        byte[] made = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            made[i] = (byte) bytes[i];
        }
        return made;
    }

    private void add(String name, byte[] bytes) throws IOException {
        made.add(new Sample(Files.write(folder.resolve(name), bytes), Optional.empty()));
    }

    private void add(String name, byte[] bytes, Failure expected) throws IOException {
        made.add(new Sample(Files.write(folder.resolve(name), bytes), Optional.of(expected)));
    }
}
