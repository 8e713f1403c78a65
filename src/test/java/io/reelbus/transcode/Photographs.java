package io.reelbus.transcode;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Pictures as cameras make them: with EXIF that says how the camera was held. */
final class Photographs {
    private Photographs() {}

    /** The same picture, said to have this orientation, as a file of this name. */
    static Path oriented(Path upright, int number, ByteOrder order, Path file) throws Exception {
        byte[] picture = Files.readAllBytes(upright);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.write(picture, 0, 2);
        all.writeBytes(exif(number, order));
        all.write(picture, 2, picture.length - 2);
        return Files.write(file, all.toByteArray());
    }

    /** The same PNG, said to have this orientation by a chunk in front of its picture or behind it. */
    static Path orientedPng(Path upright, int number, ByteOrder order, boolean behind, Path file) throws Exception {
        byte[] picture = Files.readAllBytes(upright);
        // Behind the signature and the head, or in front of the end, which is empty.
        int at = behind ? picture.length - 12 : 8 + 25;
        return Files.write(
                file,
                BoxEditor.joined(
                        Arrays.copyOf(picture, at),
                        HostileFiles.chunk("eXIf", tiff(number, order)),
                        Arrays.copyOfRange(picture, at, picture.length)));
    }

    /** The segment: a directory of the camera's maker, the orientation and a resolution. */
    static byte[] exif(int number, ByteOrder order) {
        byte[] tiff = tiff(number, order);
        byte[] name = "Exif\0\0".getBytes(StandardCharsets.US_ASCII);
        int length = 2 + name.length + tiff.length;
        return ByteBuffer.allocate(2 + length)
                .putShort((short) 0xffe1)
                .putShort((short) length)
                .put(name)
                .put(tiff)
                .array();
    }

    static byte[] tiff(int number, ByteOrder order) {
        ByteBuffer tiff = ByteBuffer.allocate(64).order(order);
        tiff.put((order == ByteOrder.BIG_ENDIAN ? "MM" : "II").getBytes(StandardCharsets.US_ASCII));
        tiff.putShort((short) 42).putInt(8);
        tiff.putShort((short) 3);
        entry(tiff, 0x010f, 2, 4).put(new byte[] {'N', 'o', 'x', 0});
        entry(tiff, 0x0112, 3, 1).putShort((short) number).putShort((short) 0);
        entry(tiff, 0x0128, 3, 1).putShort((short) 2).putShort((short) 0);
        tiff.putInt(0);
        return Arrays.copyOf(tiff.array(), tiff.position());
    }

    private static ByteBuffer entry(ByteBuffer tiff, int tag, int type, int count) {
        return tiff.putShort((short) tag).putShort((short) type).putInt(count);
    }
}
