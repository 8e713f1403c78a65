package io.reelbus;

import io.reelbus.transcode.hls.AudioTrack;
import io.reelbus.transcode.hls.Codecs;
import io.reelbus.transcode.hls.Languages;
import io.reelbus.transcode.hls.MasterPlaylist;
import io.reelbus.transcode.hls.MediaPlaylist;
import io.reelbus.transcode.hls.SubtitlePlaylist;
import io.reelbus.transcode.hls.SubtitleTrack;
import io.reelbus.transcode.hls.Variant;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** An HLS ladder of two renditions, sound and subtitles, made by ffmpeg of a picture and a sound of its own. */
public final class HlsLadder {
    private static final List<Integer> HEIGHTS = List.of(180, 90);
    private static final String HLS = " -avoid_negative_ts disabled -f hls -hls_segment_type fmp4"
            + " -hls_flags single_file+independent_segments -hls_playlist_type vod -hls_time 6 ";

    private final Path folder;

    private HlsLadder(Path folder) {
        this.folder = folder;
    }

    /**
     * Makes it; {@code master.m3u8} has all of it, {@code sound.m3u8} the sound alone.
     *
     * @param folder an empty one, whose path ffmpeg must take literally
     * @param delay seconds after which the sound begins; the picture has 8.5 s from the beginning on
     */
    public static HlsLadder make(Path ffmpeg, Path folder, double delay) throws Exception {
        HlsLadder ladder = new HlsLadder(folder);
        List<String> command = new ArrayList<>(List.of(ffmpeg.toString(), "-nostdin", "-v", "error"));
        command.addAll(words("-f lavfi -i testsrc2=s=640x360:r=30:d=8.5 -itsoffset " + delay
                + " -f lavfi -i sine=f=440:r=48000:d=" + (8.5 - delay)
                + " -filter_complex [0:V:0]fps=30:start_time=0,split=2[a][b];[a]scale=320:180,setsar=1[v0];"
                + "[b]scale=160:90,setsar=1[v1]"));
        for (int i = 0; i < HEIGHTS.size(); i++) {
            command.addAll(words("-map [v" + i + "] -c:v libx264 -preset veryfast -crf 23 -pix_fmt yuv420p"
                    + " -force_key_frames expr:gte(t,n_forced*2) -sc_threshold 0" + HLS));
            command.addAll(ladder.target("video-" + HEIGHTS.get(i) + "p"));
        }
        command.addAll(words("-map 1:a:0 -af aresample=async=1:first_pts=0 -c:a aac -b:a 96k -ac 2" + HLS));
        command.addAll(ladder.target("audio-1"));
        ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
        builder.environment().put("GCONV_PATH", "/nonexistent");
        if (builder.start().waitFor() != 0) {
            throw new IllegalStateException("the ladder could not be made");
        }
        ladder.describe();
        return ladder;
    }

    private static List<String> words(String text) {
        return Arrays.stream(text.split(" ")).filter(word -> !word.isEmpty()).toList();
    }

    private List<String> target(String name) {
        return List.of(
                "-hls_segment_filename",
                "file:" + folder.resolve(name + ".mp4"),
                "file:" + folder.resolve(name + ".m3u8"));
    }

    public List<String> renditions() {
        return List.of("video-180p", "video-90p", "audio-1");
    }

    public Path file(String name) {
        return folder.resolve(name);
    }

    public MediaPlaylist playlist(String rendition) throws IOException {
        return MediaPlaylist.parse(Files.readString(file(rendition + ".m3u8")));
    }

    public String codec(String rendition) throws IOException {
        List<String> codecs = Codecs.of(file(rendition + ".mp4"));
        if (codecs.size() != 1) {
            throw new IllegalStateException("one track, not " + codecs);
        }
        return codecs.get(0);
    }

    private void describe() throws IOException {
        List<Variant> variants = new ArrayList<>();
        for (int height : HEIGHTS) {
            String name = "video-" + height + "p";
            MediaPlaylist playlist = playlist(name);
            variants.add(new Variant(
                    name + ".m3u8",
                    playlist.peakBitsPerSecond(),
                    playlist.averageBitsPerSecond(),
                    height * 16 / 9,
                    height,
                    OptionalDouble.of(30),
                    codec(name)));
        }
        MediaPlaylist sound = playlist("audio-1");
        AudioTrack audio = new AudioTrack(
                "audio-1.m3u8",
                sound.peakBitsPerSecond(),
                sound.averageBitsPerSecond(),
                2,
                codec("audio-1"),
                Languages.tag("ger"),
                Optional.empty(),
                true);
        Files.writeString(file("subtitles-1.vtt"), "WEBVTT\n\n00:00:00.000 --> 00:00:08.500\nEine Zeile für alle\n");
        Files.writeString(
                file("subtitles-1.m3u8"),
                SubtitlePlaylist.text("subtitles-1.vtt", playlist("video-180p").seconds()));
        SubtitleTrack subtitles =
                new SubtitleTrack("subtitles-1.m3u8", Languages.tag("ger"), Optional.of("Für Hörgeschädigte"));
        Files.writeString(file("master.m3u8"), new MasterPlaylist(variants, List.of(audio), List.of(subtitles)).text());
        Files.writeString(file("sound.m3u8"), new MasterPlaylist(List.of(), List.of(audio), List.of()).text());
    }
}
