package io.reelbus;

import java.nio.file.Path;

/** Clips as phones, cameras, televisions and browsers make them, and that ask for more than a copy. */
public final class OddClips {
    private static final String X264 = "-c:v libx264 -preset ultrafast -pix_fmt yuv420p";

    private OddClips() {}

    /** 4 s of 640x360 in which 30 frames come in the first second, then one each half second: MP4 with its own times. */
    public static Path variableRate() {
        return Clips.made(
                "variable-rate.mp4",
                Clips.pictures("640x360", 30, 4),
                "-vf select=lt(t\\,1)+not(mod(n\\,15)) -vsync vfr -an " + X264);
    }

    /** 2 s of 720x576 made of fields, the upper one first, as H.264 in MPEG-TS. */
    public static Path interlaced() {
        return Clips.made(
                "interlaced.ts",
                Clips.pictures("720x576", 50, 2),
                "-vf tinterlace=interleave_top,setfield=tff -flags +ilme+ildct -x264opts tff=1 -r 25 " + X264);
    }

    /** 2 s of 640x360 in ten bits with the light of HDR10: HEVC that says so. */
    public static Path hdr() {
        return Clips.made(
                "high-range.mp4",
                Clips.pictures("640x360", 24, 2),
                "-vf format=yuv420p10le -c:v libx265 -preset ultrafast -x265-params log-level=error -tag:v hvc1"
                        + " -color_range tv -colorspace bt2020nc -color_primaries bt2020 -color_trc smpte2084");
    }

    /** 1 s of 321x241 with that light, lossless. */
    public static Path oddHdr() {
        return Clips.made(
                "odd-high-range.mkv",
                Clips.pictures("322x242", 24, 1),
                "-vf crop=321:241:0:0:exact=1,format=yuv420p10le -c:v ffv1 -color_range tv -colorspace bt2020nc"
                        + " -color_primaries bt2020 -color_trc smpte2084");
    }

    /** 1 s of white in the colours of a DVD of Europe. */
    public static Path pal() {
        return Clips.made(
                "pal.mpg",
                "-f lavfi -i color=white:s=720x576:r=25:d=1",
                "-c:v mpeg2video -b:v 1M -colorspace bt470bg -color_primaries bt470bg -color_trc gamma28");
    }

    /** 1 s of white in all the range that eight bits have, as cameras of phones write it. */
    public static Path screen() {
        return Clips.made(
                "screen.mp4",
                "-f lavfi -i color=white:s=320x240:r=25:d=1",
                "-vf scale=out_range=pc,format=yuvj420p -c:v libx264 -preset ultrafast -pix_fmt yuvj420p -color_range pc");
    }

    /** 2 s of 320x240 in ten bits of the standard range: H.264, which few players decode. */
    public static Path tenBit() {
        return Clips.made(
                "ten-bit.mkv",
                Clips.pictures("320x240", 25, 2),
                "-vf format=yuv420p10le -c:v libx264 -preset ultrafast -pix_fmt yuv420p10le");
    }

    /** 2 s of 320x240 with six channels of sound. */
    public static Path surround() {
        return Clips.made(
                "surround.mkv",
                Clips.pictures("320x240", 25, 2),
                Clips.sound(2) + "-af pan=5.1|c0=c0|c1=c0|c2=c0|c3=c0|c4=c0|c5=c0 -c:a ac3 " + X264);
    }

    /** 3 s of 320x240 with three tracks of sound, German, English (in stereo, the one to play) and unnamed, and subtitles in both. */
    public static Path manyTracks() {
        Path german = Clips.text("german.srt", "1\n00:00:00,500 --> 00:00:01,500\nGuten Tag\n");
        Path english = Clips.text("english.srt", "1\n00:00:01,000 --> 00:00:02,000\nGood morning\n");
        return Clips.made(
                "many-tracks.mkv",
                Clips.pictures("320x240", 25, 3),
                Clips.sound(3),
                "-f lavfi -i sine=f=880:r=44100:d=3",
                "-i",
                german,
                "-i",
                english,
                "-map 0 -map 1 -map 2 -map 1 -map 3 -map 4 -c:a libopus -ac:a:1 2 -c:s srt -disposition:a:0 0"
                        + " -disposition:a:1 default -metadata:s:a:0 language=deu -metadata:s:a:1 language=eng"
                        + " -metadata:s:s:0 language=deu -metadata:s:s:1 language=eng " + X264);
    }

    /** 9 s of 854x480 with sound in German and English and German subtitles: what a ladder is made of. */
    public static Path film() {
        return Clips.made(
                "film.mkv",
                Clips.pictures("854x480", 30, 9),
                Clips.sound(9),
                "-f lavfi -i sine=f=880:r=44100:d=9",
                "-i",
                Clips.text("line.srt", "1\n00:00:00,000 --> 00:00:09,000\nEine Zeile für alle\n"),
                "-map 0 -map 1 -map 2 -map 3 -c:a libopus -c:s srt -metadata:s:a:0 language=ger"
                        + " -metadata:s:a:1 language=eng -disposition:a:1 0 -metadata:s:s:0 language=ger " + X264);
    }

    /** 9 s of sound alone: FLAC. */
    public static Path song() {
        return Clips.made("song.flac", Clips.sound(9), "-c:a flac");
    }

    /** 10 s that are black but for the second half of the seventh. */
    public static Path mostlyBlack() {
        return Clips.made(
                "mostly-black.mp4",
                Clips.pictures("320x240", 25, 10),
                "-vf drawbox=color=black:t=fill:enable=not(between(t\\,6.5\\,8)) " + X264);
    }

    /** 2 s of sound alone: FLAC with two channels. */
    public static Path soundAlone() {
        return Clips.made("sound.flac", Clips.sound(2), "-ac 2 -c:a flac");
    }

    /** 1 s of 1600x4, as long and thin as hardly anything. */
    public static Path thin() {
        return Clips.made("thin.mkv", Clips.pictures("1600x4", 25, 1), "-c:v ffv1");
    }

    /** 1 s of 1x300. */
    public static Path narrow() {
        return Clips.made(
                "narrow.mkv", "-f lavfi -i color=gray:s=4x300:r=25:d=1", "-vf format=gray,crop=1:300:0:0 -c:v ffv1");
    }

    /** A PNG of 301x201, one half of which can be seen through. */
    public static Path png() {
        return Clips.made(
                "picture.png",
                "-f lavfi -i color=red@0.0:s=301x201:d=1,format=rgba",
                "-vf geq=r=0:g=0:b=255:a=255*lt(X\\,150) -frames:v 1");
    }

    /** A JPEG of 4000x3000. */
    public static Path jpeg() {
        return Clips.made("picture.jpg", Clips.pictures("4000x3000", 1, 1), "-frames:v 1 -q:v 4");
    }

    /** Stored with 640x360 pixels, each four times as high as it is wide: shown as 160x360. */
    public static Path squeezed() {
        return Clips.made("squeezed.mp4", Clips.pictures("640x360", 10, 1), "-vf setsar=1/4");
    }

    /** A film with two streams and four fonts, which are none of course: nobody looks into them. */
    public static Path withFonts() {
        Path font = Clips.text("font.ttf", "no font at all");
        String attached = "-attach " + font + " ";
        return Clips.made(
                "with-fonts.mkv",
                Clips.pictures("320x240", 10, 1),
                Clips.sound(1),
                attached + attached + attached + attached + "-metadata:s:t mimetype=font/ttf");
    }

    /** A JPEG of 96x64 whose quarters are red, green, blue and white, line by line. */
    public static Path corners() {
        return Clips.made(
                "corners.jpg",
                "-f lavfi -i color=red:s=96x64 -frames:v 1 -q:v 2 -pix_fmt yuvj420p -vf "
                        + "drawbox=x=48:y=0:w=48:h=32:c=lime:t=fill,drawbox=x=0:y=32:w=48:h=32:c=blue:t=fill,"
                        + "drawbox=x=48:y=32:w=48:h=32:c=white:t=fill");
    }

    /** The same as PNG. */
    public static Path cornersPng() {
        return Clips.made("corners.png", "-i", corners(), "-frames:v 1");
    }

    /** An animated GIF of 2 s and 161x121. */
    public static Path gif() {
        return Clips.made("animated.gif", Clips.pictures("322x242", 10, 2), "-vf scale=161:121");
    }

    /** An animated GIF of 160x120 that comes to its end in 2 s, with 10 frames a second, and stays there for 3 s. */
    public static Path heldGif() {
        return Clips.made("held.gif", Clips.pictures("160x120", 10, 2), "-final_delay 300");
    }

    /** {@link #variableRate} whose last frame lasts for 2 s. */
    public static Path heldVideo() {
        return Clips.made(
                "held.mp4", "-i", variableRate(), "-c copy -bsf:v setts=duration=if(eq(N\\,35)\\,2/TB\\,DURATION)");
    }

    /** 20 s of 320x180 with one key frame, the first. */
    public static Path oneKeyFrame() {
        return Clips.made(
                "one-key-frame.mp4",
                Clips.pictures("320x180", 25, 20),
                "-g 9999 -keyint_min 9999 -sc_threshold 0 " + X264);
    }

    /** 3 s whose times begin at an hour: MPEG-TS. */
    public static Path lateStart() {
        return Clips.made("late.ts", "-i", Clips.small(), "-c copy -output_ts_offset 3600");
    }

    /** 3 s and 3 s behind it whose times begin an hour later, as a camera that was switched off: MPEG-TS. */
    public static Path jumping() {
        return Clips.joined("jumping.ts", Clips.mpegTs(), lateStart());
    }

    /** 2 s of 160x120 and 1 s of it ten minutes later: Matroska. */
    public static Path withHole() {
        return Clips.made(
                "with-hole.mkv",
                Clips.pictures("160x120", 25, 3),
                "-vf setpts=(N+if(lt(N\\,50)\\,0\\,15000))/25/TB -vsync passthrough -an " + X264);
    }

    /** Half a second of 160x120, a frame each millisecond: Matroska. */
    public static Path eachMillisecond() {
        return Clips.made(
                "each-millisecond.mkv",
                "-f lavfi -i testsrc2=s=160x120:r=1000:d=0.5",
                "-vsync passthrough -an " + X264);
    }

    /** A second of noiseless sound in twelve channels that have no names: WAV. */
    public static Path twelveChannels() {
        return Clips.made("twelve-channels.wav", "-f s16le -ar 48000 -ac 12 -t 1 -i /dev/zero", "-c copy");
    }

    /** 12.5 s of 1920x1080 with sound at the last half second. */
    public static Path veryLateSound() {
        return Clips.made(
                "very-late-sound.mp4",
                Clips.pictures("1920x1080", 30, 13),
                "-itsoffset 12 -f lavfi -i sine=r=48000:d=0.5 -t 12.5 -c:a aac " + X264);
    }

    /** 3 s of 640x360 whose sound begins a second after its pictures. */
    public static Path lateSound() {
        return Clips.made(
                "late-sound.mp4", "-i", Clips.small(), "-itsoffset 1 -i", Clips.small(), "-map 0:v -map 1:a -c copy");
    }
}
