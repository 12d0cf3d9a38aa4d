package io.larder.server;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.nio.file.Files;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// The arrows between packages. A package that is new gets a line in [#MAY_USE]; a plan that
/// changes changes there.
class ArchitectureTest {
    /// An import that found fewer classes than this has missed something, and would pass anything.
    private static final int AT_LEAST = 200;

    private static final JavaClasses HOUSE =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages("io.larder");

    private static final String CRYPTO = "io.larder.crypto..";
    private static final String STORAGE = "io.larder.storage..";
    private static final String RECORD = "io.larder.server.record";
    private static final String READING = "io.larder.server.protocol";
    private static final String PROTOCOL = "io.larder.server.protocol..";
    private static final String TERMINAL = "io.larder.server.terminal..";
    private static final String COMMAND = "io.larder.server.command..";
    private static final String SITE = "io.larder.server.site..";
    private static final String PROJECTOR = "io.larder.server.projector..";
    private static final String EXCHANGE = "io.larder.server.exchange..";
    private static final String DOOR = "io.larder.server.door..";
    private static final String RELAY = "io.larder.server.relay..";
    private static final String WATCH = "io.larder.server.watch..";
    private static final String SERVICE = "io.larder.server.service..";
    private static final String CONSOLE = "io.larder.server.console..";
    private static final String JSON = "io.larder.server.json..";
    private static final String CONFIG = "io.larder.server.config..";
    private static final String SIMULATE = "io.larder.server.simulate..";
    private static final String BACKUP = "io.larder.server.backup..";
    private static final String DOCTOR = "io.larder.server.doctor..";
    private static final String CLI = "io.larder.server.cli..";
    private static final String DISK = "io.larder.storage.disk";

    /// Package to what else of ours it may use; every package may use itself.
    private static final Map<String, Set<String>> MAY_USE =
            new TreeMap<>(
                    Map.ofEntries(
                            Map.entry(CRYPTO, Set.of()),
                            Map.entry(STORAGE, Set.of()),
                            Map.entry(DISK, Set.of()),
                            Map.entry(RECORD, Set.of()),
                            Map.entry(READING, Set.of(RECORD)),
                            Map.entry(family("canteen"), Set.of(READING, RECORD)),
                            Map.entry(family("attendance"), Set.of(READING, RECORD)),
                            Map.entry(family("meeting"), Set.of(READING, RECORD, JSON)),
                            Map.entry(JSON, Set.of(RECORD, STORAGE)),
                            Map.entry(TERMINAL, Set.of(RECORD, STORAGE, CRYPTO)),
                            Map.entry(
                                    COMMAND,
                                    Set.of(RECORD, PROTOCOL, JSON, TERMINAL, STORAGE, CRYPTO)),
                            Map.entry(
                                    SITE,
                                    Set.of(
                                            RECORD, READING, JSON, TERMINAL, COMMAND, STORAGE,
                                            CRYPTO)),
                            Map.entry(
                                    PROJECTOR,
                                    Set.of(
                                            RECORD, PROTOCOL, JSON, TERMINAL, COMMAND, SITE,
                                            STORAGE, CRYPTO)),
                            Map.entry(
                                    EXCHANGE,
                                    Set.of(
                                            RECORD, PROTOCOL, JSON, TERMINAL, COMMAND, SITE,
                                            PROJECTOR, STORAGE, CRYPTO)),
                            Map.entry(DOOR, Set.of(RECORD, READING, EXCHANGE)),
                            Map.entry(
                                    RELAY,
                                    Set.of(
                                            RECORD, PROTOCOL, JSON, TERMINAL, COMMAND, STORAGE,
                                            CRYPTO)),
                            Map.entry(CONFIG, Set.of(RECORD, CRYPTO)),
                            Map.entry(DOCTOR, Set.of()),
                            Map.entry(BACKUP, Set.of(RECORD, JSON, STORAGE, CRYPTO)),
                            Map.entry(SIMULATE, Set.of(RECORD, PROTOCOL, JSON, CRYPTO)),
                            Map.entry(
                                    WATCH,
                                    Set.of(
                                            RECORD, PROTOCOL, JSON, TERMINAL, COMMAND, SITE,
                                            PROJECTOR, EXCHANGE, RELAY, STORAGE, CRYPTO)),
                            Map.entry(
                                    CONSOLE,
                                    Set.of(
                                            RECORD, PROTOCOL, JSON, TERMINAL, COMMAND, SITE,
                                            PROJECTOR, EXCHANGE, DOOR, RELAY, WATCH, STORAGE,
                                            CRYPTO)),
                            Map.entry(SERVICE, Set.of(WATCH)),
                            Map.entry(CLI, Set.of("io.larder.."))));

    private static final DescribedPredicate<JavaAccess<?>> ASKS_THE_WORLD =
            describe(
                    "asks clock, disk or network by itself",
                    access -> {
                        String owner = access.getTargetOwner().getFullName();
                        String member = access.getTarget().getName();
                        boolean bare =
                                !access.getTarget().getFullName().endsWith("(java.time.Clock)");
                        return switch (owner) {
                            case "java.nio.file.Files" -> true;
                            case "java.lang.System" ->
                                    Set.of("currentTimeMillis", "nanoTime").contains(member);
                            case "java.net.http.HttpClient" ->
                                    Set.of("newHttpClient", "newBuilder").contains(member);
                            case "java.time.Clock" -> member.startsWith("system");
                            default ->
                                    owner.startsWith("java.time.") && member.equals("now") && bare;
                        };
                    });

    @Test
    void theImportFoundTheHouse() {
        assertThat(HOUSE.size()).isGreaterThanOrEqualTo(AT_LEAST);
    }

    @TestFactory
    Stream<DynamicTest> everyPackageUsesOnlyWhatItMay() {
        return MAY_USE.entrySet().stream()
                .map(each ->
                        DynamicTest.dynamicTest(
                                each.getKey(),
                                () -> arrow(each.getKey(), each.getValue()).check(HOUSE)));
    }

    @Test
    void everyPackageHasItsPlaceInThePlan() {
        classes()
                .that()
                .resideInAPackage("io.larder..")
                .should()
                .resideInAnyPackage(MAY_USE.keySet().toArray(String[]::new))
                .allowEmptyShould(true)
                .check(HOUSE);
    }

    @Test
    void timeFilesAndHttpClientsComeThroughTheConstructor() {
        outsideWorld().check(HOUSE);
    }

    @Test
    void helidonStaysAtTheEdge() {
        noClasses()
                .that()
                .resideOutsideOfPackages(DOOR, CONSOLE, RELAY, CONFIG, CLI)
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.helidon..")
                .allowEmptyShould(true)
                .check(HOUSE);
    }

    @Test
    void aClassThatAsksTheClockOrTheDiskIsReported() {
        JavaClasses offender = new ClassFileImporter().importClasses(AsksTheWorld.class);

        assertThatThrownBy(() -> outsideWorld().check(offender))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("System.nanoTime()")
                .hasMessageContaining("Files.exists(");
    }

    private static ArchRule arrow(String from, Set<String> to) {
        String[] allowed = Stream.concat(Stream.of(from), to.stream()).toArray(String[]::new);
        return noClasses()
                .that()
                .resideInAPackage(from)
                .should()
                .dependOnClassesThat(
                        resideInAPackage("io.larder..")
                                .and(not(resideInAnyPackage(allowed)))
                                .and(not(proofFor(from))))
                .allowEmptyShould(true);
    }

    /// An answer that says "stored" holds the receipt: the one thing of storage that protocol
    /// knows.
    private static DescribedPredicate<JavaClass> proofFor(String from) {
        return describe(
                "the receipt",
                type -> from.equals(READING) && type.getName().equals("io.larder.storage.Receipt"));
    }

    private static ArchRule outsideWorld() {
        return noClasses()
                .that()
                .resideOutsideOfPackages(CLI, DISK, RELAY, DOOR, SIMULATE, "io.larder.bench..")
                .should()
                .accessTargetWhere(ASKS_THE_WORLD)
                .allowEmptyShould(true);
    }

    private static String family(String name) {
        return "io.larder.server.protocol." + name + "..";
    }

    /// What the rule must find.
    @SuppressWarnings("UnusedMethod") // read by ArchUnit, called by nobody
    private static final class AsksTheWorld {
        static boolean ask() {
            return System.nanoTime() > 0 && Files.exists(java.nio.file.Path.of("."));
        }
    }
}
