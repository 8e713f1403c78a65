package io.reelbus.transcode;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.reelbus.TinyClips;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Files that are called videos and name another file, or a port, for ffmpeg to read. */
final class HostileScripts {
    private final Path folder;
    private final Tripwire wire;
    private final List<Script> made = new ArrayList<>();

    /**
     * One of them.
     *
     * @param options with which a naked ffmpeg reads what it names
     * @param bites whether it does
     * @param outcome what Reelbus makes of it
     */
    record Script(Path file, List<String> options, boolean bites, Outcome outcome) {
        @Override
        public String toString() {
            return String.valueOf(file.getFileName());
        }
    }

    /** What Reelbus makes of a file. */
    enum Outcome {
        REFUSED,
        /** For there is a video in it too. */
        PLAYS,
        EITHER
    }

    private HostileScripts(Path folder, Tripwire wire) {
        this.folder = folder;
        this.wire = wire;
    }

    static List<Script> make(Path folder, Tripwire wire) throws Exception {
        HostileScripts scripts = new HostileScripts(folder, wire);
        scripts.texts();
        scripts.polyglots();
        scripts.references();
        return scripts.made;
    }

    private void texts() throws IOException {
        String url = "http://" + wire.address() + "/a.mp4";
        List<String> anyName = List.of("-allowed_extensions", "ALL");
        for (String name : List.of("secret.mp4", wire.secret().toString(), "file:" + wire.secret(), url)) {
            biting("hls-" + made.size(), anyName, hls(name));
            biting("dash-" + made.size(), List.of(), dash(name));
        }
        for (String name : List.of("secret.mp4", wire.secret().toString(), "tcp://" + wire.address())) {
            biting("concat-" + made.size(), List.of("-safe", "0"), "ffconcat version 1.0\nfile '" + name + "'\n");
        }
        biting(
                "hls-key",
                anyName,
                "#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXT-X-KEY:METHOD=AES-128,URI=\"secret.mp4\"\n#EXTINF:10,\n"
                        + TinyClips.mp4() + "\n#EXT-X-ENDLIST\n");
        biting(
                "hls-map",
                anyName,
                "#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXT-X-MAP:URI=\"secret.mp4\"\n#EXTINF:10,\nsecret.mp4\n"
                        + "#EXT-X-ENDLIST\n");
        harmless("smil", """
                <?xml version="1.0"?>
                <smil xmlns="http://www.w3.org/ns/SMIL"><body><video src="secret.mp4"/><video src="%s"/></body></smil>
                """.formatted(url));
        harmless("xspf", """
                <?xml version="1.0"?>
                <playlist version="1" xmlns="http://xspf.org/ns/0/"><trackList><track><location>%s</location></track>\
                </trackList></playlist>
                """.formatted(wire.secret().toUri()));
        harmless("sdp", """
                v=0
                o=- 0 0 IN IP4 127.0.0.1
                s=x
                c=IN IP4 127.0.0.1
                t=0 0
                m=video 9 TCP/RTP/AVP 96
                a=rtpmap:96 H264/90000
                a=control:rtsp://%s/
                """.formatted(wire.address()));
        harmless("redirect", "[Reference]\nRef1=" + url + "\nRef2=secret.mp4\n");
    }

    private void polyglots() throws IOException {
        byte[] video = Files.readAllBytes(TinyClips.mp4());
        byte[] hls = hls("secret.mp4").getBytes(US_ASCII);
        byte[] concat = "ffconcat version 1.0\nfile 'secret.mp4'\n".getBytes(US_ASCII);
        add("video-then-hls", List.of(), false, Outcome.PLAYS, BoxEditor.joined(video, hls));
        add("video-then-concat", List.of(), false, Outcome.PLAYS, BoxEditor.joined(video, concat));
        add(
                "hls-then-video",
                List.of("-allowed_extensions", "ALL"),
                true,
                Outcome.REFUSED,
                BoxEditor.joined(hls, video));
        add(
                "concat-then-video",
                List.of(),
                false,
                Outcome.REFUSED,
                BoxEditor.joined(concat, "#".getBytes(US_ASCII), video));
        add("attachment", List.of(), false, Outcome.PLAYS, Files.readAllBytes(TinyClips.attachment()));
    }

    /** A MOV whose media is said to lie in another file, by the path that the Macintosh's aliases have. */
    private void references() throws IOException {
        byte[] url = BoxEditor.box("url ", new byte[4], (wire.secret().toUri() + "\0").getBytes(US_ASCII));
        byte[] alias = BoxEditor.box("alis", new byte[4], alias(wire.secret()));
        List<String> willing = List.of("-enable_drefs", "1", "-use_absolute_path", "1");
        for (byte[] reference : List.of(url, alias)) {
            byte[] made = BoxEditor.edit(
                    Files.readAllBytes(TinyClips.motionJpeg()),
                    "dref",
                    inside -> BoxEditor.joined(new byte[] {0, 0, 0, 0, 0, 0, 0, 1}, reference));
            add(
                    "reference-" + this.made.size(),
                    willing,
                    reference == alias,
                    reference == alias ? Outcome.EITHER : Outcome.PLAYS,
                    made);
        }
    }

    /** As far as ffmpeg reads one: the name, how deep both ends lie, and the path behind the tag 2. */
    private static byte[] alias(Path target) {
        byte[] path = target.toString().getBytes(US_ASCII);
        byte[] name = String.valueOf(target.getFileName()).getBytes(US_ASCII);
        ByteBuffer alias = ByteBuffer.allocate(150 + 4 + path.length + path.length % 2 + 4);
        alias.position(10 + 28 + 12);
        alias.put((byte) name.length).put(name);
        alias.position(10 + 28 + 12 + 64 + 16);
        alias.putShort((short) 1).putShort((short) 1);
        alias.position(150);
        alias.putShort((short) 2).putShort((short) path.length).put(path);
        alias.position(150 + 4 + path.length + path.length % 2);
        alias.putShort((short) -1).putShort((short) 0);
        return alias.array();
    }

    private static String hls(String name) {
        return "#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\n" + name + "\n#EXT-X-ENDLIST\n";
    }

    private static String dash(String name) {
        return """
                <?xml version="1.0"?>
                <MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static" mediaPresentationDuration="PT3S" \
                profiles="urn:mpeg:dash:profile:isoff-on-demand:2011"><Period><AdaptationSet mimeType="video/mp4">\
                <Representation id="1" bandwidth="1000" width="640" height="360"><BaseURL>%s</BaseURL>\
                </Representation></AdaptationSet></Period></MPD>
                """.formatted(name);
    }

    private void biting(String name, List<String> options, String text) throws IOException {
        add(name, options, true, Outcome.REFUSED, text.getBytes(US_ASCII));
    }

    private void harmless(String name, String text) throws IOException {
        add(name, List.of(), false, Outcome.REFUSED, text.getBytes(US_ASCII));
    }

    private void add(String name, List<String> options, boolean bites, Outcome outcome, byte[] bytes)
            throws IOException {
        Path file = Files.write(folder.resolve(name + ".mp4"), bytes);
        made.add(new Script(file, options, bites, outcome));
    }
}
