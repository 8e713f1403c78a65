package io.reelbus.transcode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class ProgressParserTest {
    private final ProgressParser parser = new ProgressParser();

    @Test
    void aBlockBecomesOneReport() {
        assertEquals(List.of(new Progress(65, 31.5, 1.500065, 4800, OptionalDouble.of(14.8), false)), reports("""
                        frame=65
                        fps=31.50
                        stream_0_0_q=29.0
                        bitrate=   0.3kbits/s
                        total_size=4800
                        out_time_us=1500065
                        out_time_ms=1500065
                        out_time=00:00:01.500065
                        dup_frames=0
                        drop_frames=0
                        speed=14.8x
                        progress=continue
                        """));
    }

    @Test
    void theLastReportIsKnownAsSuch() {
        assertTrue(reports("frame=90\nspeed=  12x\nprogress=end\n").get(0).last());
        assertEquals(
                OptionalDouble.of(12),
                reports("speed=  12x\nprogress=end\n").get(0).speed());
    }

    @Test
    void soundAloneHasNoFramesInItsReports() {
        // As 5.1 says it, and 4.4 too.
        assertEquals(List.of(new Progress(0, 0, 6.013968, 54170, OptionalDouble.of(81.8), true)), reports("""
                        bitrate=  72.1kbits/s
                        total_size=54170
                        out_time_us=6013968
                        out_time_ms=6013968
                        out_time=00:00:06.013968
                        dup_frames=0
                        drop_frames=0
                        speed=81.8x
                        progress=end
                        """));
    }

    @Test
    void whatOneReportSaysDoesNotStandForTheNext() {
        List<Progress> both = reports("frame=5\nfps=9\nspeed=2x\nprogress=continue\nprogress=continue\n");
        assertEquals(new Progress(0, 0, 0, 0, OptionalDouble.empty(), false), both.get(1));
    }

    @Test
    void whatIsNotKnownYetIsNoNumber() {
        Progress early = reports("frame=0\nfps=0.00\nout_time_us=N/A\ntotal_size=N/A\nspeed=N/A\nprogress=continue\n")
                .get(0);
        assertEquals(new Progress(0, 0, 0, 0, OptionalDouble.empty(), false), early);
        assertEquals(
                OptionalDouble.empty(),
                reports("speed=   0x\nprogress=continue\n").get(0).speed());
    }

    @Test
    void nonsenseIsNeitherNegativeNorNaNNorInfinite() {
        assertEquals(
                0,
                reports("out_time_us=-9223372036854775808\nprogress=continue\n")
                        .get(0)
                        .seconds());
        Progress odd = reports("out_time_us=NaN\nfps=Infinity\nframe=-3\nspeed=nanx\nprogress=continue\n")
                .get(0);
        assertEquals(new Progress(0, 0, 0, 0, OptionalDouble.empty(), false), odd);
    }

    @Test
    void timeNeverFalls() {
        assertEquals(
                2,
                reports("out_time_us=2000000\nprogress=continue\nout_time_us=1000000\nprogress=continue\n")
                        .get(1)
                        .seconds());
    }

    @Test
    void linesThatAreNoPairsAreIgnored() {
        assertEquals(List.of(), reports("\nhello\n=\nframe=\n"));
    }

    @Test
    void onlyWorkCountsAsMovement() {
        Progress before = new Progress(10, 30, 1, 100, OptionalDouble.of(2), false);
        assertFalse(new Progress(10, 20, 1, 100, OptionalDouble.of(1), false).movedSince(before));
        assertTrue(new Progress(11, 30, 1, 100, OptionalDouble.of(2), false).movedSince(before));
    }

    private List<Progress> reports(String lines) {
        return lines.lines().map(parser::accept).flatMap(Optional::stream).toList();
    }
}
