package fr.teleservices.boot;

import fr.teleservices.bench.SampleSchool;
import fr.teleservices.credential.Keyring;
import fr.teleservices.kernel.Refused;
import fr.teleservices.kernel.Role;
import fr.teleservices.kernel.Uai;
import fr.teleservices.school.School;
import fr.teleservices.siecle.SiecleSource;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The demo's school and staff. Every step finds what an earlier start has made and leaves it alone. */
final class DemoSchool {
    static final String UAI = "0750001U";
    private static final String NAME = "Collège Jeanne-Barret";
    private static final long SEED = 2026;

    private final Services services;
    private final Keyring keyring;
    private final Map<String, Role> staff = new LinkedHashMap<>();

    DemoSchool(Services services, Keyring keyring) {
        this.services = services;
        this.keyring = keyring;
    }

    /** Logins with their roles, for printing. */
    Map<String, Role> staff() {
        return staff;
    }

    String password(String login) {
        return DemoSecret.of(keyring, "staff " + login);
    }

    Future<Void> academy() {
        return member(Role.ACADEMIE, null);
    }

    /** The school, its staff, and its people imported from SIECLE files. */
    Future<Void> sample(int pupils) {
        return services.schools
                .byUai(UAI)
                .compose(found -> found.map(Future::succeededFuture)
                        .orElseGet(() -> services.schools.add(UAI, NAME, "Europe/Paris", true, null)))
                .compose(school -> member(Role.CHEF, school)
                        .compose(done -> member(Role.GESTIONNAIRE, school))
                        .compose(done -> member(Role.ASSISTANCE, school))
                        .compose(done -> people(school, pupils)));
    }

    private Future<Void> member(Role role, @Nullable School school) {
        String login = role.name().toLowerCase(Locale.ROOT);
        staff.put(login, role);
        return services.staff
                .add(login, role, school == null ? null : school.id(), password(login), null)
                .<Void>mapEmpty()
                .recover(failure -> failure instanceof Refused refused
                                && refused.refusal().code().equals("login-taken")
                        ? Future.succeededFuture() // by an earlier start
                        : Future.failedFuture(failure));
    }

    /** An import that brought people is one transaction: there are all of them or none. */
    private Future<Void> people(School school, int pupils) {
        return services.schools.levels(school.id()).compose(levels -> {
            if (!levels.isEmpty()) {
                return Future.succeededFuture();
            }
            return services.vertx
                    .executeBlocking(() -> files(pupils))
                    .compose(files -> services.imports
                            .run(
                                    school.id(),
                                    Uai.parse(UAI).orElseThrow(),
                                    files.stream().map(SiecleSource::of).toList(),
                                    false,
                                    null)
                            .eventually(() -> services.vertx.executeBlocking(() -> delete(files))))
                    .mapEmpty();
        });
    }

    private static List<Path> files(int pupils) throws IOException {
        Path folder = Files.createTempDirectory("teleservices-sample-");
        return SampleSchool.write(
                new SampleSchool.Options(pupils, Uai.parse(UAI).orElseThrow(), SEED, folder));
    }

    private static boolean delete(List<Path> files) throws IOException {
        Path folder = files.get(0).toAbsolutePath().getParent();
        if (folder == null) {
            return false;
        }
        try (Stream<Path> tree = Files.walk(folder)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
        return true;
    }
}
