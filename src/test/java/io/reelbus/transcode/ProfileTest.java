package io.reelbus.transcode;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ProfileTest {
    private static final String INPUT = "-nostdin -protocol_whitelist file -max_pixels 33177600 -format_whitelist "
            + "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,mpegts,mpeg,flv,ogg,asf,mxf,gif,wav,mp3,flac,aac,h264,hevc,ivf -i ";
    private static final MediaInfo.Audio SOUND = new MediaInfo.Audio("opus", 6, 48000);

    @Test
    void theProbeIsHardened() {
        assertEquals(
                "-hide_banner -loglevel info " + INPUT + "file:/media/in",
                String.join(" ", Arguments.probe(Path.of("/media/in"))));
    }

    @Test
    void theWebProfileMakesA720pMp4() {
        assertEquals(
                "-hide_banner -loglevel warning -nostats -progress pipe:1 -stats_period 0.1 -y " + INPUT
                        + "file:/media/in -map 0:V:0 -map 0:a:0 -map_metadata -1 -map_chapters -1 "
                        + "-vf scale=1280:720,setsar=1 -c:v libx264 -preset veryfast -crf 23 -pix_fmt yuv420p "
                        + "-c:a aac -b:a 128k -ac 2 -max_muxing_queue_size 4096 -movflags +faststart -f mp4 "
                        + "file:/scratch/video.mp4",
                transcode(new Size(1920, 1080), Optional.of(SOUND)));
    }

    @Test
    void aSilentPortraitStandsUpAndStaysSilent() {
        assertEquals(
                "-hide_banner -loglevel warning -nostats -progress pipe:1 -stats_period 0.1 -y " + INPUT
                        + "file:/media/in -map 0:V:0 -map_metadata -1 -map_chapters -1 "
                        + "-vf scale=720:1280,setsar=1 -c:v libx264 -preset veryfast -crf 23 -pix_fmt yuv420p "
                        + "-max_muxing_queue_size 4096 -movflags +faststart -f mp4 file:/scratch/video.mp4",
                transcode(new Size(1080, 1920), Optional.empty()));
    }

    @Test
    void thePosterIsTakenAfterATenth() {
        assertEquals(
                "-hide_banner -loglevel warning -nostats -y -ss 3.000 " + INPUT + "file:/scratch/video.mp4 "
                        + "-map 0:v:0 -vf thumbnail=48 -frames:v 1 -pix_fmt yuvj420p -q:v 3 -f mjpeg file:/scratch/poster.jpg",
                String.join(
                        " ", Profile.web().poster(30, Path.of("/scratch/video.mp4"), Path.of("/scratch/poster.jpg"))));
    }

    @Test
    void anUploadsNameIsNeverTakenForAProtocol() {
        assertEquals("file:/media/concat:a|b", Arguments.url(Path.of("/media/concat:a|b")));
    }

    @Test
    void theSandboxIsAChainThatEndsInFfmpeg() {
        FfmpegBinary binary = new FfmpegBinary(Path.of("/opt/ffmpeg"), "6.1", false);
        Limits limits = new Limits(1000, 0, 4096, 60, 1024);
        assertEquals(
                List.of(
                        "setsid",
                        "setpriv",
                        "--pdeathsig",
                        "KILL",
                        "--",
                        "prlimit",
                        "--core=0",
                        "--nofile=256",
                        "--as=4096",
                        "--cpu=60:70",
                        "--fsize=1024",
                        "--",
                        "/opt/ffmpeg",
                        "-version"),
                new Sandbox(true, true, true).command(binary, List.of("-version"), limits));
        assertEquals(
                List.of("/opt/ffmpeg", "-version"),
                new Sandbox(false, false, false).command(binary, List.of("-version"), limits));
    }

    private static String transcode(Size size, Optional<MediaInfo.Audio> audio) {
        MediaInfo info = new MediaInfo(
                OptionalDouble.of(30),
                new MediaInfo.Video(size, "h264", OptionalDouble.of(30), 0, "yuv420p"),
                audio,
                "mov",
                OptionalLong.empty());
        return String.join(" ", Profile.web().transcode(info, Path.of("/media/in"), Path.of("/scratch/video.mp4")));
    }
}
