package io.reelbus;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/** Clips with a flaw that does not keep anybody from watching them. */
public final class FlawedClips {
    private static final String X264 = "-c:v libx264 -preset ultrafast -pix_fmt yuv420p ";
    private static final String PICTURES = Clips.pictures("320x180", 25, 3);

    private FlawedClips() {}

    /** 3 s as a browser records them whose microphone gives nothing: a track of sound, and not a packet in it. */
    public static Path emptySound() {
        return Clips.made(
                "empty-sound.webm",
                PICTURES + Clips.sound(1),
                "-af aselect=0 -c:v libvpx -deadline realtime -cpu-used 8 -c:a libopus -live 1");
    }

    /** 3 s with two tracks of sound, of which no decoder opens the first. */
    public static Path unreadableSound() {
        return broken("unreadable-sound.mkv", soundTwice("two-tracks.mkv"));
    }

    /** 3 s with one track of sound, which no decoder opens. */
    public static Path onlyUnreadableSound() {
        Path whole = Clips.made("vorbis.mkv", PICTURES + Clips.sound(3) + X264 + "-c:a libvorbis");
        return broken("only-unreadable-sound.mkv", whole);
    }

    /** 3 s, whose sound is good, and of whose pictures no decoder makes anything. */
    public static Path unreadablePictures() {
        Path whole = Clips.made("to-spoil.mkv", PICTURES + Clips.sound(3) + X264 + "-c:a aac");
        return spoiled("unreadable-pictures.mkv", whole, bytes -> {
            // The first CodecPrivate, its length, and the version of what is in it.
            int version = bytes.indexOf("c\u00a2") + 3;
            return bytes.substring(0, version) + "\u0006" + bytes.substring(version + 1);
        });
    }

    /** 3 s, whose sound is good, and whose pictures are of a codec that nobody knows: a Matroska. */
    public static Path unknownPictures() {
        return spoiled(
                "unknown-pictures.mkv",
                Clips.made("to-rename.mkv", PICTURES + Clips.sound(3) + X264 + "-c:a aac"),
                bytes -> bytes.replace("V_MPEG4/ISO/AVC", "V_NOBODY/KNOWS/"));
    }

    /** The same as MOV. */
    public static Path unknownPicturesInMov() {
        return spoiled(
                "unknown-pictures.mov",
                Clips.made("to-rename.mov", PICTURES + Clips.sound(3) + X264 + "-c:a aac"),
                bytes -> bytes.replace("avc1\0", "xyz1\0"));
    }

    /** 8 s, whose sound ends after the first of them. */
    public static Path shortSound() {
        return Clips.made("short-sound.mp4", Clips.pictures("320x180", 25, 8) + Clips.sound(1) + X264 + "-c:a aac");
    }

    /** 3 s with a second track of sound that lasts 9. */
    public static Path longSecondTrack() {
        return Clips.made(
                "long-second-track.mp4",
                PICTURES + Clips.sound(3) + Clips.sound(9),
                "-map 0:v -map 1:a -map 2:a " + X264 + "-c:a aac");
    }

    /** 20 s with two tracks of sound, of which the second half is missing: ASF, of which ffmpeg does not say so. */
    public static Path halfWithTwoTracks() {
        Path whole = Clips.made(
                "whole-with-two-tracks.asf",
                Clips.pictures("64x64", 25, 20) + Clips.sound(20) + Clips.sound(20),
                "-map 0:v -map 1:a -map 2:a -c:v mpeg4 -c:a aac");
        return Clips.cut("half-with-two-tracks.asf", whole, 0.5);
    }

    /** 3 s, whose title speaks of errors. */
    public static Path titledLikeAnError() {
        Path title = Clips.text(
                "title.txt",
                ";FFMETADATA1\ntitle=Fix: Permission denied (publickey)\\\nCannot allocate memory\\\nFile too large\n");
        return Clips.made(
                "titled.mkv", PICTURES + Clips.sound(3) + "-i", title, "-map_metadata 2 " + X264 + "-c:a aac");
    }

    private static Path soundTwice(String name) {
        return Clips.made(
                name,
                PICTURES + Clips.sound(3) + Clips.sound(3),
                "-map 0 -map 1 -map 2 " + X264 + "-c:a:0 libvorbis -c:a:1 aac");
    }

    private static Path broken(String name, Path whole) {
        return spoiled(name, whole, bytes -> bytes.replace("\u0001vorbis", "\u0001xorbis"));
    }

    /** Changed as a text that has one character for each byte. */
    private static Path spoiled(String name, Path whole, UnaryOperator<String> change) {
        try {
            String bytes = Files.readString(whole, StandardCharsets.ISO_8859_1);
            return Clips.written(name, change.apply(bytes).getBytes(StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
