package fr.teleservices.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * As whom the server's programs run. PostgreSQL refuses to run as root; where we are root, one of these is found by
 * trying: a user namespace in which root looks like nobody (the files stay root's), else another uid that keeps the one
 * capability that lets it reach a folder below {@code /root}, else that uid alone.
 *
 * @param prefix words that go before the program
 * @param owner uid that has to own the data, or -1 for whoever we are
 */
record ServerUser(List<String> prefix, int owner) {
    private static final int NOBODY = 65534;

    /** A program that cannot be reached without the capability runs, but complains: access(2) leaves it out. */
    private static final String PROBE =
            "[ \"$(id -u)\" != 0 ] && cd \"$1\" && : >file && rm file && [ -z \"$(\"$2\" --version 2>&1 >/dev/null)\" ]";

    private static final ServerUser OURSELVES = new ServerUser(List.of(), -1);
    private static final List<ServerUser> INSTEAD_OF_ROOT = List.of(
            new ServerUser(List.of("unshare", "-U"), 0),
            new ServerUser(
                    List.of(
                            "setpriv",
                            "--reuid=" + NOBODY,
                            "--regid=" + NOBODY,
                            "--clear-groups",
                            "--inh-caps=+dac_override",
                            "--ambient-caps=+dac_override"),
                    NOBODY),
            new ServerUser(List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups"), NOBODY));

    /** Those worth trying here, the best first. */
    static List<ServerUser> candidates() {
        return areWeRoot() ? INSTEAD_OF_ROOT : List.of(OURSELVES);
    }

    private static boolean areWeRoot() {
        try (Stream<String> status = Files.lines(Path.of("/proc/self/status"), StandardCharsets.ISO_8859_1)) {
            return status.anyMatch(line -> line.matches("Uid:\\s+\\d+\\s+0\\s.*"));
        } catch (IOException e) {
            return "root".equals(System.getProperty("user.name"));
        }
    }

    /** Whether this user can run these programs and write below this folder, of which it becomes the owner. */
    boolean works(Path programs, Path folder) {
        if (isWindows()) {
            return true;
        }
        try {
            Path probe = Files.createDirectories(folder.resolve("probe"));
            if (owner >= 0) {
                // Not what is in it: a server that was left behind may still be running on that.
                Files.setAttribute(folder, "unix:uid", owner);
            }
            give(probe);
            String postgres = programs.resolve("bin").resolve("postgres").toString();
            boolean works = run(command(List.of("sh", "-c", PROBE, "sh", probe.toString(), postgres)));
            Files.delete(probe);
            return works;
        } catch (IOException e) {
            return false;
        }
    }

    List<String> command(List<String> program) {
        List<String> words = new ArrayList<>(prefix);
        words.addAll(program);
        return words;
    }

    /** Makes this user the owner of everything below, where it is not yet: a data folder may change hands. */
    void give(Path root) throws IOException {
        if (owner < 0 || uid(root) == owner) {
            return;
        }
        try (Stream<Path> tree = Files.walk(root)) {
            for (Path path : (Iterable<Path>) tree::iterator) {
                Files.setAttribute(path, "unix:uid", owner, LinkOption.NOFOLLOW_LINKS);
            }
        }
    }

    static boolean isWindows() {
        return System.getProperty("os.name", "").startsWith("Windows");
    }

    private static int uid(Path path) {
        try {
            return (Integer) Files.getAttribute(path, "unix:uid");
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
            return -1;
        }
    }

    private static boolean run(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            if (process.waitFor(10, TimeUnit.SECONDS)) {
                return process.exitValue() == 0;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
        return false;
    }
}
