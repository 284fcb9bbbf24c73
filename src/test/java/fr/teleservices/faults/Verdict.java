package fr.teleservices.faults;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.LifecycleMethodExecutionExceptionHandler;
import org.junit.jupiter.api.extension.TestWatcher;

/** Sums up what the tests of faults tell, and says it in one line behind the last of them. */
public final class Verdict
        implements BeforeAllCallback,
                AfterTestExecutionCallback,
                TestWatcher,
                LifecycleMethodExecutionExceptionHandler {
    /**
     * What one test saw.
     *
     * @param fault its number
     * @param rounds how often the fault was made
     * @param selected notifications that were to leave
     * @param lost those recorded as sent or written that nobody got, and those that have no record
     * @param duplicated mails that came a second time, the same
     */
    public record Figures(int fault, int rounds, long selected, long lost, long duplicated, double seconds) {
        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "FAULT %d rounds=%d selected=%d lost=%d duplicated=%d seconds=%.1f",
                    fault,
                    rounds,
                    selected,
                    lost,
                    duplicated,
                    seconds);
        }
    }

    private static final List<Figures> TOLD = new ArrayList<>();
    private static final List<String> BROKEN = new ArrayList<>();
    private static int untried;

    /** Prints one test's line; {@code more} is what this fault alone has to say. */
    public static synchronized void tell(Figures figures, String more) {
        TOLD.add(figures);
        System.out.println(figures + (more.isEmpty() ? "" : " " + more));
    }

    private static synchronized void broken(String what) {
        BROKEN.add(what);
    }

    private static synchronized void notTried() {
        untried++;
    }

    private static synchronized String line() {
        return "FAULTS tests=" + TOLD.size()
                + " rounds=" + TOLD.stream().mapToInt(Figures::rounds).sum()
                + " selected=" + TOLD.stream().mapToLong(Figures::selected).sum()
                + " lost=" + TOLD.stream().mapToLong(Figures::lost).sum()
                + " duplicated=" + TOLD.stream().mapToLong(Figures::duplicated).sum()
                + (untried == 0 ? "" : " not_tried=" + untried)
                + (BROKEN.isEmpty() ? " verdict=held" : " verdict=broken by " + String.join(", ", BROKEN));
    }

    /** The root's store is closed behind the last test of all classes. */
    @Override
    public void beforeAll(ExtensionContext context) {
        context.getRoot()
                .getStore(ExtensionContext.Namespace.create(Verdict.class))
                .getOrComputeIfAbsent("verdict", key -> (AutoCloseable) () -> System.out.println(line()));
    }

    @Override
    public void afterTestExecution(ExtensionContext context) {
        context.getExecutionException()
                .filter(failure ->
                        !failure.getClass().getSimpleName().equals("TestAbortedException")) // told as not tried
                .ifPresent(failure -> broken(context.getDisplayName()));
    }

    @Override
    public void testAborted(ExtensionContext context, Throwable cause) {
        notTried();
        System.out.println("NOT TRIED " + context.getDisplayName() + ": " + cause.getMessage());
    }

    @Override
    public void handleBeforeEachMethodExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        broken(context.getDisplayName());
        throw failure;
    }

    @Override
    public void handleAfterEachMethodExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        broken(context.getDisplayName());
        throw failure;
    }
}
