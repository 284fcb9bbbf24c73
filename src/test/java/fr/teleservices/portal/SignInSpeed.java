package fr.teleservices.portal;

import static fr.teleservices.testing.TestSite.await;

import fr.teleservices.school.School;
import fr.teleservices.testing.Browser;
import fr.teleservices.testing.SchoolRows;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

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
            double before = rate(hash, NANOS);
            List<Long> alone = looking(family, SignInSpeed::pause);
            double[] signIns = new double[1];
            List<Long> meanwhile =
                    looking(family, () -> signIns[0] = rate(number -> signIn(family, logins, number), NANOS));
            double after = rate(hash, NANOS);
            double bare = Math.max(before, after);
            System.out.printf(
                    Locale.ROOT,
                    "%.1f sign-ins/s, bare hashes %.1f/s, ratio %.2f; a page of others: median %d ms, 99 in 100 %d ms;"
                            + " without sign-ins %d and %d ms%n",
                    signIns[0],
                    bare,
                    signIns[0] / bare,
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

    private static void signIn(FamilySite family, List<String> logins, int number) {
        Browser.Answer answer = family.site
                .browser()
                .post("/", "login", logins.get(number % logins.size()), "password", FamilySite.PASSWORD);
        if (answer.status() != 303) {
            throw new AssertionError("a sign-in answers " + answer.status());
        }
    }

    /** A second, so many at once. */
    private static double rate(Work work, long nanos) {
        AtomicInteger next = new AtomicInteger();
        AtomicInteger done = new AtomicInteger();
        long begun = System.nanoTime();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < AT_ONCE; i++) {
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
