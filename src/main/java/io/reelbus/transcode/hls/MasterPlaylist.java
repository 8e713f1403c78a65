package io.reelbus.transcode.hls;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The playlist with which a player begins: which renditions there are, and which sound and subtitles go with each of
 * them (RFC 8216, 4.3.4). Without variants the sound is all there is to play.
 */
public record MasterPlaylist(List<Variant> variants, List<AudioTrack> audio, List<SubtitleTrack> subtitles) {
    /**
     * In bits per second, what a player may be taken to receive before it has measured. Many begin with the variant
     * that stands first, so that one is the best within this: the best of all would make people on a slow line wait,
     * the least would show everybody a blurred beginning.
     */
    private static final long FIRST_PEAK = 2_500_000;

    public MasterPlaylist {
        variants = ordered(variants);
        audio = List.copyOf(audio);
        subtitles = List.copyOf(subtitles);
        if (variants.isEmpty() && audio.isEmpty()) {
            throw new IllegalArgumentException("there is nothing to play");
        }
    }

    private static List<Variant> ordered(List<Variant> variants) {
        List<Variant> ordered = new ArrayList<>(variants);
        ordered.sort(Comparator.comparingLong(Variant::peak).reversed());
        int first = 0;
        while (first < ordered.size() - 1 && ordered.get(first).peak() > FIRST_PEAK) {
            first++;
        }
        if (first > 0) {
            ordered.add(0, ordered.remove(first));
        }
        return List.copyOf(ordered);
    }

    /** Its text, in UTF-8, which names the other playlists as files beside it. */
    public String text() {
        StringBuilder text = new StringBuilder("#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-INDEPENDENT-SEGMENTS\n");
        appendAudio(text);
        appendSubtitles(text);
        if (variants.isEmpty()) {
            text.append(stream(0, 0, Optional.empty()))
                    .append(main().playlist())
                    .append('\n');
        }
        for (Variant variant : variants) {
            text.append(stream(variant.peak(), variant.average(), Optional.of(variant)))
                    .append(variant.playlist())
                    .append('\n');
        }
        return text.toString();
    }

    /** A group of one sound that is all there is would only repeat its stream. */
    private boolean hasAudioGroup() {
        return audio.size() > (variants.isEmpty() ? 1 : 0);
    }

    private AudioTrack main() {
        return audio.stream().filter(AudioTrack::byDefault).findFirst().orElse(audio.get(0));
    }

    /** Exactly one track is the default: a group may have no more, and with none some players are silent. */
    private void appendAudio(StringBuilder text) {
        if (!hasAudioGroup()) {
            return;
        }
        AudioTrack main = main();
        TrackNames names = new TrackNames();
        Set<Optional<String>> languages = new HashSet<>(Set.of(main.language()));
        for (AudioTrack track : audio) {
            boolean isMain = track == main;
            Optional<String> address = isMain && variants.isEmpty() ? Optional.empty() : Optional.of(track.playlist());
            text.append(media("AUDIO", names.of(track.title(), track.language(), "Audio"), track.language())
                    .with("DEFAULT", isMain ? "YES" : "NO")
                    .with("AUTOSELECT", isMain || languages.add(track.language()) ? "YES" : "NO")
                    .quoted("CHANNELS", String.valueOf(track.channels()))
                    .quoted("URI", address)
                    .tag("#EXT-X-MEDIA"));
        }
    }

    private void appendSubtitles(StringBuilder text) {
        TrackNames names = new TrackNames();
        Set<Optional<String>> languages = new HashSet<>();
        for (SubtitleTrack track : subtitles) {
            text.append(media("SUBTITLES", names.of(track.title(), track.language(), "Subtitles"), track.language())
                    .with("DEFAULT", "NO")
                    .with("AUTOSELECT", languages.add(track.language()) ? "YES" : "NO")
                    .quoted("URI", track.playlist())
                    .tag("#EXT-X-MEDIA"));
        }
    }

    /** A player chooses by itself only among tracks that differ in what it can tell apart: their language. */
    private static Attributes media(String type, String name, Optional<String> language) {
        return new Attributes()
                .with("TYPE", type)
                .quoted("GROUP-ID", type.toLowerCase(Locale.ROOT))
                .quoted("NAME", name)
                .quoted("LANGUAGE", language);
    }

    /** Its rates count the heaviest sound, its codecs those of every sound that may be chosen. */
    private String stream(long peak, long average, Optional<Variant> picture) {
        Set<String> codecs = new LinkedHashSet<>();
        picture.ifPresent(variant -> codecs.add(variant.codec()));
        audio.forEach(track -> codecs.add(track.codec()));
        return new Attributes()
                .with(
                        "BANDWIDTH",
                        peak + audio.stream().mapToLong(AudioTrack::peak).max().orElse(0))
                .with(
                        "AVERAGE-BANDWIDTH",
                        average
                                + audio.stream()
                                        .mapToLong(AudioTrack::average)
                                        .max()
                                        .orElse(0))
                .quoted("CODECS", String.join(",", codecs))
                .with("RESOLUTION", picture.map(variant -> variant.width() + "x" + variant.height()))
                .with("FRAME-RATE", picture.flatMap(Variant::shownFrameRate))
                .quoted("AUDIO", hasAudioGroup() ? Optional.of("audio") : Optional.empty())
                .quoted("SUBTITLES", subtitles.isEmpty() ? Optional.empty() : Optional.of("subtitles"))
                .with("CLOSED-CAPTIONS", "NONE")
                .tag("#EXT-X-STREAM-INF");
    }
}
