package dev.rapport;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import dev.rapport.ops.Rapport;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.persistence.Entity;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.NullMarked;

/** Who may import whom, and the other rules of the house that a machine can hold. */
@AnalyzeClasses(packages = "dev.rapport", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String ROOT = "dev.rapport.";

    private static final String[] FEATURES = {
        "realtime",
        "notification",
        "conversation",
        "limit",
        "assignment",
        "presence",
        "audit",
        "identity",
        "cipher",
        "canary",
        "clientconfig",
        "database",
        "http",
        "problem",
        "trace"
    };

    /** Package to the packages that it may import, without their own. */
    private static final Map<String, Set<String>> EDGES = Map.ofEntries(
            may("problem"),
            may("trace"),
            may("cipher"),
            may("canary"),
            may("clientconfig", "conversation", "problem"),
            may("database"),
            may("http", "clientconfig", "problem"),
            may("identity", "database", "problem"),
            may("audit", "identity", "problem"),
            may("presence", "identity"),
            may("assignment", "presence", "audit", "identity", "database", "problem"),
            may("limit", "identity", "problem"),
            may(
                    "conversation",
                    "assignment",
                    "presence",
                    "limit",
                    "audit",
                    "identity",
                    "cipher",
                    "database",
                    "problem"),
            may("notification", "conversation", "assignment", "presence", "identity", "database", "problem", "trace"),
            may("realtime", "notification", "assignment", "presence", "identity", "problem", "trace"),
            may("ops", FEATURES),
            may("dev", FEATURES));

    private static Map.Entry<String, Set<String>> may(String name, String... imports) {
        return Map.entry(name, Set.of(imports));
    }

    @ArchTest
    static void packages_areAllOnTheMap(JavaClasses all) {
        assertThat(all).allSatisfy(type -> assertThat(EDGES).containsKey(packageOf(type)));
    }

    @ArchTest
    static void packages_importOnlyWhatTheMapAllows(JavaClasses all) {
        EDGES.forEach((name, allowed) -> {
            var others = new HashSet<>(EDGES.keySet());
            others.removeAll(allowed);
            others.remove(name);
            noClasses()
                    .that()
                    .resideInAPackage(ROOT + name + "..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            others.stream().map(other -> ROOT + other + "..").toArray(String[]::new))
                    .check(all);
        });
    }

    @ArchTest
    static void packages_haveNoCycles(JavaClasses all) {
        slices().matching(ROOT + "(*)..").should().beFreeOfCycles().check(all);
    }

    @ArchTest
    static void packages_areNullMarked(JavaClasses all) {
        assertThat(all)
                .allSatisfy(type -> assertThat(type.getPackage().isAnnotatedWith(NullMarked.class))
                        .as(type.getName())
                        .isTrue());
    }

    @ArchTest
    static void resourcesAndEntities_arePackagePrivate(JavaClasses all) {
        classes()
                .that()
                .areAnnotatedWith(Path.class)
                .or()
                .areAnnotatedWith(Entity.class)
                .should()
                .bePackagePrivate()
                .check(all);
    }

    /** The framework ignores others with no more than a warning. */
    @ArchTest
    static void resourceMethods_arePublic(JavaClasses all) {
        methods()
                .that()
                .areMetaAnnotatedWith(HttpMethod.class)
                .should()
                .bePublic()
                .check(all);
    }

    /** The second lock behind the gate, for addresses that the gate reads differently. */
    @ArchTest
    static void resources_sayWhoMayCall(JavaClasses all) {
        classes()
                .that()
                .areAnnotatedWith(Path.class)
                .should()
                .beAnnotatedWith(RolesAllowed.class)
                .orShould()
                .beAnnotatedWith(PermitAll.class)
                .check(all);
    }

    @ArchTest
    static void sockets_areOnlyInRealtime(JavaClasses all) {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + "realtime")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.quarkus.websockets..")
                .check(all);
    }

    @ArchTest
    static void time_comesFromTheClock(JavaClasses all) {
        noClasses()
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .check(all);
    }

    @ArchTest
    static void dependencies_comeThroughConstructors(JavaClasses all) {
        noFields().should().beAnnotatedWith(Inject.class).check(all);
    }

    @ArchTest
    static void output_goesToTheLog(JavaClasses all) {
        // The entry point speaks before there is a log.
        NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.check(
                all.that(DescribedPredicate.not(JavaClass.Predicates.equivalentTo(Rapport.class))));
    }

    private static String packageOf(JavaClass type) {
        var rest = type.getPackageName().substring(ROOT.length());
        var dot = rest.indexOf('.');
        return dot < 0 ? rest : rest.substring(0, dot);
    }
}
