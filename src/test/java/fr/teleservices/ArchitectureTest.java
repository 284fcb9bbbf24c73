package fr.teleservices;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The directions of the packages, and what kind of class may know of threads, SQL, pages and PDF. */
class ArchitectureTest {
    private static final String ROOT = "fr.teleservices";

    /** Whom each package may use. What is not here may use nobody. */
    private static final Map<String, Set<String>> MAY_USE = Map.ofEntries(
            Map.entry("kernel", Set.of()),
            Map.entry("bus", Set.of("kernel")),
            Map.entry("db", Set.of("kernel")),
            Map.entry("web", Set.of("kernel", "bus", "db")),
            Map.entry("credential", Set.of("kernel", "db")),
            Map.entry("audit", Set.of("kernel", "db")),
            Map.entry("setting", Set.of("kernel", "bus", "db", "web", "account", "school", "audit")),
            Map.entry("school", Set.of("kernel", "bus", "db", "web", "credential", "audit")),
            Map.entry("account", Set.of("kernel", "bus", "db", "school", "credential", "audit")),
            Map.entry("siecle", Set.of("kernel", "bus", "db", "web", "school", "account", "audit")),
            Map.entry("mail", Set.of("kernel", "bus", "db")),
            Map.entry("letter", Set.of("kernel", "bus", "db")),
            Map.entry(
                    "run",
                    Set.of(
                            "kernel",
                            "bus",
                            "db",
                            "web",
                            "account",
                            "setting",
                            "school",
                            "credential",
                            "audit",
                            "mail",
                            "letter")),
            Map.entry(
                    "assistance",
                    Set.of(
                            "kernel",
                            "bus",
                            "db",
                            "web",
                            "account",
                            "setting",
                            "school",
                            "credential",
                            "audit",
                            "run",
                            "siecle")),
            Map.entry(
                    "portal",
                    Set.of("kernel", "bus", "db", "web", "account", "setting", "school", "credential", "audit")),
            Map.entry(
                    "api",
                    Set.of(
                            "kernel",
                            "bus",
                            "db",
                            "web",
                            "account",
                            "setting",
                            "school",
                            "credential",
                            "audit",
                            "run",
                            "siecle")),
            Map.entry("openid", Set.of("kernel", "bus", "db", "web", "account", "credential", "audit")),
            Map.entry("idp", Set.of("kernel", "bus", "db", "web", "school", "credential", "audit")),
            Map.entry("meter", Set.of("kernel", "db", "web", "credential", "mail", "letter")),
            Map.entry("demo", Set.of("kernel", "bus", "db", "web")),
            Map.entry(
                    "bench",
                    Set.of("kernel", "bus", "db", "account", "run", "mail", "letter", "credential", "siecle")));

    /** Wires everything, and is used by {@code Main} alone. */
    private static final Set<String> WIRING = Set.of("boot");

    /** From where Main is, so that no test is among them. */
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .importPath(Path.of(URI.create(Main.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toString())));

    @Test
    void everyPackageHasItsPlaceInTheMap() {
        Set<String> there = CLASSES.stream()
                .map(ArchitectureTest::feature)
                .filter(name -> !name.isEmpty() && !WIRING.contains(name))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(MAY_USE.keySet()).containsAll(there);
    }

    @Test
    void packagesUseOnlyThoseBelowThem() {
        Set<String> breaches = new TreeSet<>();
        for (JavaClass origin : CLASSES) {
            String from = feature(origin);
            Set<String> allowed = MAY_USE.get(from);
            if (allowed == null) {
                continue;
            }
            for (Dependency dependency : origin.getDirectDependenciesFromSelf()) {
                String to = feature(dependency.getTargetClass());
                if (!to.isEmpty() && !to.equals(from) && !allowed.contains(to)) {
                    breaches.add(origin.getFullName() + " -> "
                            + dependency.getTargetClass().getFullName());
                }
            }
        }
        assertThat(breaches).isEmpty();
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void onlyStoresAndTheDatabaseKnowTheSqlClient() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".db..")
                .and()
                .haveNameNotMatching(".*Store(\\$.*)?")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.vertx.sqlclient..")
                .check(CLASSES);
    }

    /** Words of a role at the end of a class's name that allow Vert.x in a feature. */
    private static final String REACTIVE =
            ".*(Store|Service|Pages|Api|Verticle|Json|Queue|Worker|Sender|Calls|Recorder|Config|Events|Directory|Orders"
                    + "|Services|Access|Keeper|Away|Tries|Tiles|Troubles|Archive|Gate|Health)(\\$.*)?";

    private static final Set<String> PURE =
            Set.of("kernel", "credential", "account", "setting", "run", "school", "siecle", "letter", "mail", "audit");

    @Test
    void theCoreOfAFeatureKnowsNoThreadsNoPagesAndNoPdf() {
        classes()
                .that(new DescribedPredicate<JavaClass>("are unsuffixed classes of features") {
                    @Override
                    public boolean test(JavaClass type) {
                        return PURE.contains(feature(type))
                                && !type.getSimpleName().equals("package-info")
                                && !type.getFullName().matches(REACTIVE)
                                && !(feature(type).equals("letter")
                                        && type.getFullName().matches(".*(Pdf|Renderer)(\\$.*)?"));
                    }
                })
                .should()
                .onlyDependOnClassesThat(DescribedPredicate.not(resideInAPackage("io.vertx..")
                        .or(resideInAPackage("com.github.jknack.handlebars.."))
                        .or(resideInAPackage("com.lowagie.."))
                        .or(resideInAPackage("org.openpdf.."))))
                .check(CLASSES);
    }

    private static String feature(JavaClass type) {
        String name = type.getPackageName();
        if (!name.startsWith(ROOT + ".")) {
            return "";
        }
        String rest = name.substring(ROOT.length() + 1);
        int dot = rest.indexOf('.');
        return dot < 0 ? rest : rest.substring(0, dot);
    }
}
