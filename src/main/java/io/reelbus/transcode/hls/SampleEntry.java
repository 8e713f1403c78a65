package io.reelbus.transcode.hls;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Locale;

/** What a track of an MP4 says of its coding (ISO/IEC 14496-12, 8.5.2), as RFC 6381 writes it. */
final class SampleEntry {
    /** Bytes of a VisualSampleEntry before its boxes. */
    private static final int VISUAL = 78;

    /** Bytes of an AudioSampleEntry before its boxes. */
    private static final int AUDIO = 28;

    private SampleEntry() {}

    static String codec(Box entry) {
        try {
            return known(entry);
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("a track of the MP4 says too little of how it is coded", e);
        }
    }

    private static String known(Box entry) {
        return switch (entry.type()) {
            case "avc1", "avc3" -> avc(entry);
            case "hvc1", "hev1" -> hevc(entry);
            case "av01" -> av1(entry);
            case "mp4a" -> aac(entry);
            case "Opus" -> "opus";
            case "fLaC" -> "flac";
            case "ac-3", "ec-3" -> entry.type();
            default -> throw new IllegalArgumentException("a track of the MP4 is coded in a way that is not known");
        };
    }

    private static Box configuration(Box entry, int ownBytes, String type) {
        return entry.child(ownBytes, type)
                .orElseThrow(() -> new IllegalArgumentException("a track of the MP4 does not say how it is coded"));
    }

    /** Profile, constraints and level, as they stand there (ISO/IEC 14496-15, 5.3.3.1). */
    private static String avc(Box entry) {
        Box avcC = configuration(entry, VISUAL, "avcC");
        return String.format(
                Locale.ROOT, "%s.%02x%02x%02x", entry.type(), avcC.unsigned(1), avcC.unsigned(2), avcC.unsigned(3));
    }

    /** Space and profile, its compatibility from the last bit on, tier and level, constraints (14496-15, annex E.3). */
    private static String hevc(Box entry) {
        Box hvcC = configuration(entry, VISUAL, "hvcC");
        int profile = hvcC.unsigned(1);
        int compatibility = Integer.reverse(hvcC.body(2).getInt());
        StringBuilder codec = new StringBuilder(entry.type())
                .append('.')
                .append(new String[] {"", "A", "B", "C"}[profile >> 6])
                .append(profile & 0x1f)
                .append('.')
                .append(Integer.toHexString(compatibility))
                .append((profile & 0x20) == 0 ? ".L" : ".H")
                .append(hvcC.unsigned(12));
        int last = 11;
        while (last >= 6 && hvcC.unsigned(last) == 0) {
            last--;
        }
        for (int at = 6; at <= last; at++) {
            codec.append('.').append(Integer.toHexString(hvcC.unsigned(at)));
        }
        return codec.toString();
    }

    /** Profile, level and tier, and bit depth (the AV1 binding to ISOBMFF, sections 2.3 and 5). */
    private static String av1(Box entry) {
        Box av1C = configuration(entry, VISUAL, "av1C");
        int profileAndLevel = av1C.unsigned(1);
        int flags = av1C.unsigned(2);
        boolean high = (flags & 0x40) != 0;
        boolean twelve = (flags & 0x20) != 0;
        return String.format(
                Locale.ROOT,
                "av01.%d.%02d%s.%02d",
                profileAndLevel >> 5,
                profileAndLevel & 0x1f,
                (flags & 0x80) == 0 ? "M" : "H",
                high ? (twelve ? 12 : 10) : 8);
    }

    /** The kind of object and, of MPEG-4 audio, the one in its own configuration (ISO/IEC 14496-1, 7.2.6). */
    private static String aac(Box entry) {
        ByteBuffer esds = configuration(entry, AUDIO, "esds").body(4);
        int flags = skipTo(esds, 0x03, 2).get();
        skip(esds, ((flags & 0x80) == 0 ? 0 : 2) + ((flags & 0x20) == 0 ? 0 : 2));
        if ((flags & 0x40) != 0) {
            skip(esds, esds.get() & 0xff);
        }
        int object = skipTo(esds, 0x04, 0).get() & 0xff;
        if (object != 0x40) {
            return String.format(Locale.ROOT, "mp4a.%02x", object);
        }
        skip(esds, 12);
        int first = skipTo(esds, 0x05, 0).getShort() & 0xffff;
        int type = first >> 11;
        return "mp4a.40." + (type == 31 ? 32 + (first >> 5 & 0x3f) : type);
    }

    /** Past the tag of a descriptor, its size of one to four bytes and so many of its own. */
    private static ByteBuffer skipTo(ByteBuffer bytes, int tag, int own) {
        if (bytes.get() != tag) {
            throw new IllegalArgumentException("a description of the MP4's sound is not in its order");
        }
        for (int more = 0; more < 4 && bytes.get() < 0; more++) {
            // The highest bit says that another byte of the size follows.
        }
        skip(bytes, own);
        return bytes;
    }

    private static void skip(ByteBuffer bytes, int count) {
        if (count > bytes.remaining()) {
            throw new BufferUnderflowException();
        }
        bytes.position(bytes.position() + count);
    }
}
