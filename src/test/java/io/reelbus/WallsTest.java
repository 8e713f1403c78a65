package io.reelbus;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.vertx.core.Deployable;
import java.util.Arrays;
import java.util.stream.Stream;

/** The walls between the rooms of the house: who may import whom. */
@AnalyzeClasses(packages = "io.reelbus", importOptions = ImportOption.DoNotIncludeTests.class)
class WallsTest {
    private static final String ROOT = "io.reelbus";
    private static final String[] GROUND = {"job", "store", "bus", "http"};

    private static DescribedPredicate<JavaClass> ours() {
        return resideInAPackage("io.reelbus..");
    }

    private static String[] in(String... packages) {
        return Arrays.stream(packages).map(each -> ROOT + "." + each + "..").toArray(String[]::new);
    }

    /** Classes of this package use nothing of ours but these packages and their own. */
    private static ArchRule onlyUses(String room, String... allowed) {
        String[] open = Stream.concat(Stream.of(room), Arrays.stream(allowed)).toArray(String[]::new);
        return noClasses()
                .that()
                .resideInAPackage(ROOT + "." + room + "..")
                .should()
                .dependOnClassesThat(ours().and(not(resideInAnyPackage(in(open)))));
    }

    @ArchTest
    static final ArchRule jobUsesNothingOfOurs = onlyUses("job");

    @ArchTest
    static final ArchRule jobIsPlainJava = noClasses()
            .that()
            .resideInAPackage(in("job")[0])
            .should()
            .dependOnClassesThat(not(resideInAnyPackage("io.reelbus.job..", "java..", "org.jspecify..")));

    @ArchTest
    static final ArchRule storeUsesJobAlone = onlyUses("store", "job");

    @ArchTest
    static final ArchRule busUsesJobAlone = onlyUses("bus", "job");

    @ArchTest
    static final ArchRule httpUsesJobAlone = onlyUses("http", "job");

    @ArchTest
    static final ArchRule uploadUsesTheGroundAlone = onlyUses("upload", GROUND);

    @ArchTest
    static final ArchRule videoUsesTheGroundAlone = onlyUses("video", GROUND);

    @ArchTest
    static final ArchRule transcodeUsesTheGroundAlone = onlyUses("transcode", GROUND);

    @ArchTest
    static final ArchRule theTextsOfHlsAndOfPicturesArePlainJava = noClasses()
            .that()
            .resideInAnyPackage(in("transcode.hls", "transcode.picture"))
            .should()
            .dependOnClassesThat(not(resideInAnyPackage(
                    "io.reelbus.transcode.hls..", "io.reelbus.transcode.picture..", "java..", "org.jspecify..")));

    @ArchTest
    static final ArchRule pushUsesTheGroundAlone = onlyUses("push", GROUND);

    @ArchTest
    static final ArchRule inspectUsesTheGroundAlone = onlyUses("inspect", GROUND);

    @ArchTest
    static final ArchRule theCommandUsesNothingOfOurs = onlyUses("cli");

    @ArchTest
    static final ArchRule socketIoIsALibrary = onlyUses("push.socketio");

    @ArchTest
    static final ArchRule orpcIsALibraryOnTheSeamOfHttp = noClasses()
            .that()
            .resideInAPackage(in("http.orpc")[0])
            .should()
            .dependOnClassesThat(ours().and(not(resideInAnyPackage("io.reelbus.http.orpc..", "io.reelbus.http"))))
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule theEventBusIsSpokenToInOneRoom = noClasses()
            .that(not(resideInAnyPackage(ROOT, "io.reelbus.bus..")))
            .should()
            .dependOnClassesThat(resideInAPackage("io.vertx.core.eventbus.."));

    @ArchTest
    static final ArchRule javeIsForTranscodeAlone = noClasses()
            .that(not(resideInAPackage("io.reelbus.transcode..")))
            .should()
            .dependOnClassesThat(resideInAPackage("ws.schild.."));

    @ArchTest
    static final ArchRule databasesAndHazelcastAreForTheStoreAndTheRoot = noClasses()
            .that(not(resideInAnyPackage(ROOT, "io.reelbus.store..")))
            .should()
            .dependOnClassesThat(resideInAnyPackage(
                    "java.sql..",
                    "javax.sql..",
                    "org.jdbi..",
                    "com.zaxxer..",
                    "org.flywaydb..",
                    "org.h2..",
                    "org.postgresql..",
                    "com.hazelcast..",
                    "io.vertx.spi.cluster.."));

    @ArchTest
    static final ArchRule s3IsForTheStoreAlone = noClasses()
            .that(not(resideInAPackage("io.reelbus.store..")))
            .should()
            .dependOnClassesThat(resideInAPackage("software.amazon.."));

    @ArchTest
    static final ArchRule verticlesAreFinalAndSaySo = classes()
            .that()
            .areAssignableTo(Deployable.class)
            .should()
            .haveSimpleNameEndingWith("Verticle")
            .andShould()
            .haveModifier(com.tngtech.archunit.core.domain.JavaModifier.FINAL);

    @ArchTest
    static final ArchRule onlyVerticlesAreCalledSo =
            classes().that().haveSimpleNameEndingWith("Verticle").should().beAssignableTo(Deployable.class);

    @ArchTest
    static final ArchRule roomsFormNoCycle =
            slices().matching("io.reelbus.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule packagesFormNoCycle =
            slices().matching("io.reelbus.push.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule nobodyIsCalledAfterNoJob =
            noClasses().should().haveNameMatching(".*\\.[^.]*(Util[^.]*|Manager|Helper|Impl|Service)(\\$.*)?");

    @ArchTest
    static final ArchRule thereIsNoCommonRoom =
            noClasses().should().resideInAnyPackage("..common..", "..util..", "..utils..", "..helper..", "..misc..");
}
