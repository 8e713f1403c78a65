package io.reelbus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reelbus.transcode.profile.AudioRule;
import io.reelbus.transcode.profile.Profile;
import io.reelbus.transcode.profile.Profiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProfileFilesTest {
    private static final String SOUND = """
            {"description": "Sound", "packaging": "mp4", "video": null, "subtitles": false, "pictures": null,
             "audio": {"kilobits": 96, "channels": 1, "tracks": 1}}""";

    private static final String WEB = """
            {"description": "Pictures", "packaging": "mp4", "audio": null, "subtitles": false, "pictures": null,
             "video": {
               "encoders": [{"name": "libx264", "leastSide": 2, "options": {"crf": "30"}}],
               "renditions": [{"longSide": 640, "shortSide": 360, "maxKilobits": 0}],
               "dynamicRange": "standard", "maxFrameRate": 60, "keyFrameSeconds": 8}}""";

    @TempDir
    Path folder;

    @Test
    void fiveComeWithReelbus() {
        assertEquals(
                List.of("archive", "audio", "hls", "probe", "web"),
                ProfileFiles.load(Optional.empty()).all().stream()
                        .map(Profile::name)
                        .toList());
    }

    @Test
    void oneFileAddsAProfile() throws Exception {
        Files.writeString(folder.resolve("podcast.json"), SOUND);
        Files.writeString(folder.resolve("notes.txt"), "no profile");
        Profiles profiles = ProfileFiles.load(Optional.of(folder));
        Profile podcast = profiles.find("podcast").orElseThrow();
        assertEquals(new AudioRule(96, 1, 1), podcast.audio());
        assertEquals(Optional.empty(), podcast.videoRule());
        assertEquals(6, profiles.all().size());
    }

    @Test
    void encodersAreNamedAsFfmpegNamesThem() throws Exception {
        for (String name : List.of("libvpx-vp9", "libaom-av1", "h264_nvenc")) {
            Files.writeString(folder.resolve("web.json"), WEB.replace("libx264", name));
            assertEquals(
                    name,
                    ProfileFiles.load(Optional.of(folder))
                            .find("web")
                            .flatMap(Profile::videoRule)
                            .orElseThrow()
                            .encoders()
                            .get(0)
                            .name());
        }
        Files.delete(folder.resolve("web.json"));
        refused(WEB.replace("libx264", "-i"), "encoders: \"-i\" is no name of an encoder");
    }

    @Test
    void aFileOfTheSameNameReplacesOneThatComesWithReelbus() throws Exception {
        Files.writeString(folder.resolve("web.json"), SOUND);
        Profiles profiles = ProfileFiles.load(Optional.of(folder));
        assertEquals("Sound", profiles.find("web").orElseThrow().description());
        assertEquals(5, profiles.all().size());
    }

    @Test
    void whatIsWrongIsNamedWithItsFile() throws Exception {
        refused(SOUND.replace("96", "9600"), "audio.kilobits must be 16 to 512");
        refused(SOUND.replace("\"channels\"", "\"pitch\": 1, \"channels\""), "unknown configuration key: audio.pitch");
        refused(SOUND.replace("\"kilobits\": 96, ", ""), "kilobits");
        refused(SOUND.replace("\"mp4\"", "\"none\""), "packaging must be \"none\" where");
        refused(SOUND.replace("\"mp4\"", "\"ogg\""), "packaging");
        refused(SOUND.replace("96", "\"96\""), "audio.kilobits");
        refused(SOUND.replace("\"mp4\"", "null"), "packaging must not be null");
        refused(SOUND.replace("96", "null"), "kilobits must not be null");
        refused(SOUND.replace("Sound", " "), "description must be a short sentence");
        refused(SOUND.replace("{\"description\"", "{\"name\": \"x\", \"description\""), "that of its file");
        refused("[]", "must hold a JSON object");
        refused(SOUND + "x", "Unrecognized token");
    }

    @Test
    void aNameThatNoUploadCouldChooseIsRefused() throws Exception {
        Path file = Files.writeString(folder.resolve("My Profile.json"), SOUND);
        String message = message();
        assertTrue(message.contains("the file must be named by small letters and digits"), message);
        Files.delete(file);
    }

    @Test
    void aFolderThatIsNotThereIsNamed() {
        IllegalArgumentException missing = assertThrows(
                IllegalArgumentException.class, () -> ProfileFiles.load(Optional.of(folder.resolve("nothing"))));
        assertTrue(missing.getMessage().startsWith("transcode.profiles must be a folder"), missing.getMessage());
    }

    private void refused(String json, String why) throws IOException {
        Files.writeString(folder.resolve("podcast.json"), json);
        String message = message();
        assertTrue(message.contains("podcast.json") && message.contains(why), message);
    }

    private String message() {
        return String.valueOf(assertThrows(IllegalArgumentException.class, () -> ProfileFiles.load(Optional.of(folder)))
                .getMessage());
    }
}
