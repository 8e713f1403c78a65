package io.reelbus;

import java.nio.file.Path;
import java.util.List;

/** Clips of a second and 64x48, one of each container, for tests to spoil. */
public final class TinyClips {
    private static final String H264 = "-c:v libx264 -preset ultrafast -pix_fmt yuv420p ";

    private TinyClips() {}

    /** MP4 whose index is at its end. */
    public static Path mp4() {
        return tiny("mp4", H264 + "-c:a aac");
    }

    /** MP4 whose index is in front. */
    public static Path faststart() {
        return Clips.made("tiny-front.mp4", "-i", mp4(), "-c copy -movflags +faststart");
    }

    /** MP4 in fragments. */
    public static Path fragmented() {
        return Clips.made("tiny-fragments.mp4", "-i", mp4(), "-c copy -movflags frag_keyframe+empty_moov");
    }

    /** MOV with JPEG pictures, its index at its end. */
    public static Path motionJpeg() {
        return tiny("mov", "-c:v mjpeg -an");
    }

    public static Path matroska() {
        return tiny("mkv", H264 + "-c:a flac");
    }

    /** Matroska with one frame each hour: 20 of them. */
    public static Path oneFrameAnHour() {
        return Clips.made("tiny-hours.mkv", pictures(2), "-vf setpts=N*3600/TB -vsync passthrough " + H264);
    }

    /** The same for 100 hours, and it does not say how long it is. */
    public static Path oneFrameAnHourForDays() {
        return Clips.made("tiny-days.mkv", pictures(10), "-vf setpts=N*3600/TB -vsync passthrough -live 1 " + H264);
    }

    /** Matroska whose first times are below nought and whose last are beyond a year. */
    public static Path wildTimes() {
        return Clips.made(
                "tiny-times.mkv",
                pictures(3),
                "-vf setpts=if(lt(N\\,5)\\,N-5\\,N*3000000)/TB -vsync passthrough -avoid_negative_ts disabled " + H264);
    }

    /** Matroska with a play list attached, whose name leads out of any folder. */
    public static Path attachment() {
        Path list = Clips.text("attached.m3u8", "#EXTM3U\n#EXTINF:10,\nsecret.mp4\n#EXT-X-ENDLIST\n");
        return Clips.made(
                "tiny-attachment.mkv",
                "-i",
                mp4(),
                "-c copy -attach",
                list,
                "-metadata:s:t mimetype=application/x-mpegURL -metadata:s:t filename=../../evil.m3u8");
    }

    /** MP3 without any tag. */
    public static Path mp3() {
        return Clips.made("tiny.mp3", Clips.sound(1), "-c:a libmp3lame -id3v2_version 0 -write_id3v1 0");
    }

    /** One of each other container. */
    public static List<Path> others() {
        return List.of(
                tiny("ts", H264 + "-c:a aac"),
                tiny("webm", "-c:v libvpx -deadline realtime -cpu-used 8 -c:a libopus"),
                tiny("avi", "-c:v mpeg4 -c:a libmp3lame"),
                tiny("flv", "-c:v flv -c:a libmp3lame -ar 44100"),
                tiny("mpg", "-c:v mpeg1video -r 25 -c:a mp2"),
                tiny("ogv", "-c:v libtheora -c:a libvorbis"));
    }

    private static Path tiny(String ending, String encoders) {
        return Clips.made("tiny." + ending, pictures(1), Clips.sound(1), encoders);
    }

    private static String pictures(int seconds) {
        return "-f lavfi -i testsrc2=s=64x48:r=10:d=" + seconds + " ";
    }
}
