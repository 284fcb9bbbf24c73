package fr.teleservices.portal;

import static fr.teleservices.testing.TestSite.await;

import fr.teleservices.school.School;
import fr.teleservices.testing.Browser;
import fr.teleservices.testing.SchoolRows;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * Opening day: how many families sign in a second, against a bare loop of the same hashes on the same threads before and after it, and
 * how long others wait for a page meanwhile. Prints one line. Run by hand.
 */
final class SignInSpeed {
    private static final int FAMILIES = 400;
    private static final int AT_ONCE = 8;
    private static final long NANOS = 20_000_000_000L;

    private interface Work {
        void once(int number);
    }

    private SignInSpeed() {}

    public static void main(String[] arguments) {
        try (FamilySite family = new FamilySite()) {
            List<String> logins = families(family);
            Work hash = number -> await(family.site.passwords.verify(FamilySite.PASSWORD, family.hash));
            rate(hash, 5_000_000_000L); // both loops share the compiler's work
            // a client for each thread: a new one for each family would take the cores from what is measured
            ThreadLocal<Browser> browsers = ThreadLocal.withInitial(family.site::browser);
            rate(number -> signIn(browsers, logins, number), 2 * NANOS);
            double library = rate(
                    number -> libraryHash(), NANOS / 2, Runtime.getRuntime().availableProcessors());
            double before = rate(hash, NANOS);
            List<Long> alone = looking(family, SignInSpeed::pause);
            double[] signIns = new double[1];
            List<Long> meanwhile =
                    looking(family, () -> signIns[0] = rate(number -> signIn(browsers, logins, number), NANOS));
            double after = rate(hash, NANOS);
            double bare = Math.max(before, after);
            System.out.printf(
                    Locale.ROOT,
                    "%.1f sign-ins/s, bare hashes %.1f/s, ratio %.2f; the library's hashes as it does them by itself %.1f/s,"
                            + " ratio %.2f; a page of others: median %d ms, 99 in 100 %d ms;"
                            + " without sign-ins %d and %d ms%n",
                    signIns[0],
                    bare,
                    signIns[0] / bare,
                    library,
                    signIns[0] / library,
                    share(meanwhile, 50),
                    share(meanwhile, 99),
                    share(alone, 50),
                    share(alone, 99));
        }
    }

    private static List<String> families(FamilySite family) {
        School school = family.site.school("0750003W", "Collège de la rentrée");
        SchoolRows.fill(family::execute, school.id(), FAMILIES);
        family.execute(
                "UPDATE account SET state = 'ACTIVE', password_at = now(), notified_by = 'PAPER', notified_at = now(),"
                        + " email_verified = 'v' || id || '@example.org', password_hash = '" + family.hash
                        + "' WHERE holder = 'GUARDIAN' AND school_id = " + school.id());
        return List.of(
                family.value("SELECT string_agg(login, ' ') FROM account WHERE holder = 'GUARDIAN' AND school_id = "
                                + school.id())
                        .split(" "));
    }

    private static void signIn(ThreadLocal<Browser> browsers, List<String> logins, int number) {
        Browser browser = browsers.get();
        browser.cookies().clear();
        Browser.Answer answer =
                browser.post("/", "login", logins.get(number % logins.size()), "password", FamilySite.PASSWORD);
        if (answer.status() != 303) {
            throw new AssertionError("a sign-in answers " + answer.status());
        }
    }

    /** The same parameters without anything kept from one hash to the next. */
    private static void libraryHash() {
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(19_456)
                .withIterations(2)
                .withParallelism(1)
                .withSalt(new byte[16])
                .build());
        generator.generateBytes(FamilySite.PASSWORD.getBytes(StandardCharsets.UTF_8), new byte[32]);
    }

    private static double rate(Work work, long nanos) {
        return rate(work, nanos, AT_ONCE);
    }

    /** A second, so many at once. */
    private static double rate(Work work, long nanos, int atOnce) {
        AtomicInteger next = new AtomicInteger();
        AtomicInteger done = new AtomicInteger();
        long begun = System.nanoTime();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < atOnce; i++) {
            threads.add(new Thread(() -> {
                while (System.nanoTime() - begun < nanos) {
                    work.once(next.getAndIncrement());
                    done.incrementAndGet();
                }
            }));
        }
        threads.forEach(Thread::start);
        threads.forEach(SignInSpeed::join);
        return done.get() * 1e9 / (System.nanoTime() - begun);
    }

    private static void pause() {
        rate(number -> LockSupport.parkNanos(100_000_000), NANOS / 4);
    }

    /** Milliseconds of each look at a page, twenty a second, while the work goes on. */
    private static List<Long> looking(FamilySite family, Runnable work) {
        List<Long> millis = Collections.synchronizedList(new ArrayList<>());
        AtomicLong going = new AtomicLong(1);
        Browser other = family.site.signedIn("secretariat");
        Thread looks = new Thread(() -> {
            while (going.get() == 1) {
                long begun = System.nanoTime();
                if (other.get("/mot-de-passe-oublie").status() != 200) {
                    throw new AssertionError("the page is not there");
                }
                millis.add((System.nanoTime() - begun) / 1_000_000);
                LockSupport.parkNanos(50_000_000);
            }
        });
        looks.start();
        work.run();
        going.set(0);
        join(looks);
        return millis;
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static long share(List<Long> millis, int hundredths) {
        List<Long> sorted = new ArrayList<>(millis);
        Collections.sort(sorted);
        return sorted.get(Math.min(sorted.size() - 1, sorted.size() * hundredths / 100));
    }
}
