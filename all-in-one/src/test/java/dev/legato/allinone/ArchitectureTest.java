package dev.legato.allinone;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.Architectures;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import dev.legato.contracts.LegatoService;
import io.vertx.core.http.HttpServer;
import io.vertx.core.net.NetServer;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The arrows of docs/architecture.md. */
@AnalyzeClasses(packages = "dev.legato", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    /** Each service's package has its name; the import is a program and search a library so far, else like services. */
    private static final List<String> SERVICE_NAMES = Stream.concat(
                    Arrays.stream(LegatoService.values()).map(LegatoService::label), Stream.of("media", "search"))
            .toList();

    private static final String[] SERVICES =
            SERVICE_NAMES.stream().map("dev.legato.%s.."::formatted).toArray(String[]::new);

    @ArchTest
    static final ArchRule arrowsPointDown = Architectures.layeredArchitecture()
            .consideringOnlyDependenciesInAnyPackage("dev.legato..")
            .layer("all-in-one")
            .definedBy("dev.legato.allinone..")
            .layer("bench")
            .definedBy("dev.legato.bench..")
            .layer("demo")
            .definedBy("dev.legato.demo..")
            .layer("services")
            .definedBy(SERVICES)
            .layer("store")
            .definedBy("dev.legato.store..")
            .layer("cluster")
            .definedBy("dev.legato.cluster..")
            .layer("embedded")
            .definedBy("dev.legato.embedded..")
            .layer("runtime")
            .definedBy("dev.legato.runtime..")
            .layer("contracts")
            .definedBy("dev.legato.contracts..")
            .layer("linux-calls")
            .definedBy("dev.legato.linux..")
            .whereLayer("all-in-one")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("bench")
            .mayOnlyBeAccessedByLayers("all-in-one")
            .whereLayer("demo")
            .mayOnlyBeAccessedByLayers("all-in-one")
            .whereLayer("services")
            .mayOnlyBeAccessedByLayers("all-in-one", "bench", "demo")
            .whereLayer("store")
            .mayOnlyBeAccessedByLayers("all-in-one", "services")
            .whereLayer("embedded")
            .mayOnlyBeAccessedByLayers("all-in-one", "bench")
            .whereLayer("cluster")
            .mayOnlyBeAccessedByLayers("all-in-one", "services")
            .whereLayer("runtime")
            .mayOnlyBeAccessedByLayers("all-in-one", "services", "store", "cluster", "bench")
            .whereLayer("linux-calls")
            .mayOnlyBeAccessedByLayers("services", "bench");

    @ArchTest
    static final ArchRule servicesDoNotKnowEachOther = slices().matching(
                    "dev.legato.(%s)..".formatted(String.join("|", SERVICE_NAMES)))
            .should()
            .notDependOnEachOther();

    @ArchTest
    static final ArchRule onlyClusterConfigKnowsHazelcast = noClasses()
            .that()
            .resideOutsideOfPackage("dev.legato.cluster..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.hazelcast..", "io.vertx.spi.cluster.hazelcast..");

    /** The bench's rooms; generators are other processes, which the runner knows by the protocol. */
    @ArchTest
    static final ArchRule benchRoomsAreApart = Architectures.layeredArchitecture()
            .consideringOnlyDependenciesInAnyPackage("dev.legato.bench..")
            .layer("command line")
            .definedBy("dev.legato.bench")
            .layer("runner")
            .definedBy("dev.legato.bench.runner..")
            .layer("generator")
            .definedBy("dev.legato.bench.generator..")
            .layer("report")
            .definedBy("dev.legato.bench.report..")
            .layer("result")
            .definedBy("dev.legato.bench.result..")
            .layer("protocol")
            .definedBy("dev.legato.bench.protocol..")
            .layer("system calls")
            .definedBy("dev.legato.bench.os..")
            .layer("scenarios")
            .definedBy("dev.legato.bench.scenario..", "dev.legato.bench.corpus..")
            .layer("accounts")
            .definedBy("dev.legato.bench.accounts..")
            .whereLayer("accounts")
            .mayOnlyBeAccessedByLayers("command line")
            .layer("catalogue")
            .definedBy("dev.legato.bench.catalogue..")
            .whereLayer("catalogue")
            .mayOnlyBeAccessedByLayers("command line")
            .whereLayer("command line")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("runner")
            .mayOnlyBeAccessedByLayers("command line")
            .whereLayer("generator")
            .mayOnlyBeAccessedByLayers("runner")
            .whereLayer("report")
            .mayOnlyBeAccessedByLayers("command line")
            .whereLayer("result")
            .mayOnlyBeAccessedByLayers("command line", "runner", "report")
            .whereLayer("protocol")
            .mayOnlyBeAccessedByLayers("runner", "generator", "result", "report")
            .whereLayer("system calls")
            .mayOnlyBeAccessedByLayers("runner", "generator", "protocol", "accounts", "catalogue");

    @ArchTest
    static final ArchRule runnersStartGeneratorsAndCallNoneOfTheirCode = noClasses()
            .that()
            .resideInAPackage("dev.legato.bench.runner..")
            .should()
            .dependOnClassesThat(
                    resideInAPackage("dev.legato.bench.generator..").and(not(simpleName("GeneratorMain"))));

    @ArchTest
    static final ArchRule productsCarryNoMicroBenchmarks =
            noClasses().should().dependOnClassesThat().resideInAPackage("org.openjdk.jmh..");

    /** TLS of the load generator is the system's OpenSSL, which nobody else calls. */
    @ArchTest
    static final ArchRule nativeFunctionsAreBoundOnce = noClasses()
            .that()
            .resideOutsideOfPackage("dev.legato.linux..")
            .and()
            .doNotHaveSimpleName("OpenSsl")
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.lang.foreign.Linker");

    @ArchTest
    static final ArchRule nobodyIsCalledUtil = noClasses()
            .should()
            .haveSimpleNameEndingWith("Util")
            .orShould()
            .haveSimpleNameEndingWith("Utils")
            .orShould()
            .haveSimpleNameEndingWith("Helper")
            .orShould()
            .haveSimpleNameEndingWith("Manager")
            .orShould()
            .haveSimpleNameEndingWith("Impl")
            .orShould()
            .haveSimpleNameStartingWith("Abstract");

    @ArchTest
    static final ArchRule domainsDoNoReflection = classes()
            .that()
            .resideInAnyPackage(SERVICES)
            .should()
            .onlyDependOnClassesThat()
            .resideOutsideOfPackages("java.lang.reflect..");

    @ArchTest
    static final ArchRule packagesHaveNoCircles =
            slices().assignedFrom(new PackageSlices()).should().beFreeOfCycles();

    /** Settings may ask whether a file is there, but they open none and build no server. */
    @ArchTest
    static final ArchRule settingsOnlyHoldValues = noClasses()
            .that()
            .haveSimpleNameEndingWith("Settings")
            .and()
            .resideOutsideOfPackage("dev.legato.runtime.settings..")
            .should()
            .callMethodWhere(describe(
                    "more is done with a file than to ask whether it is there",
                    call -> call.getTargetOwner().isEquivalentTo(Files.class)
                            && !call.getName().startsWith("is")))
            .orShould()
            .dependOnClassesThat()
            .belongToAnyOf(
                    FileInputStream.class,
                    FileOutputStream.class,
                    FileChannel.class,
                    HttpServer.class,
                    NetServer.class);

    /** Programs call services by {@code ServiceClient}; the bench and the tests have reasons of their own, and acme4j asks by it. */
    @ArchTest
    static final ArchRule onlyTheServiceClientKnowsJavasHttpClient = noClasses()
            .that()
            .resideOutsideOfPackages(
                    "dev.legato.runtime.client..",
                    "dev.legato.allinone.acme..",
                    "dev.legato.bench..",
                    "dev.legato.embedded..",
                    "dev.legato.testing..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("java.net.http..");

    /** Each package is a slice. */
    private static final class PackageSlices implements SliceAssignment {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            return SliceIdentifier.of(type.getPackageName());
        }

        @Override
        public String getDescription() {
            return "packages";
        }
    }
}
