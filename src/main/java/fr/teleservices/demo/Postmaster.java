package fr.teleservices.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The server of a cluster as its {@code postmaster.pid} describes it.
 *
 * @param cluster the folder with {@code PG_VERSION}
 * @param status {@code starting}, {@code ready} or {@code stopping}; empty where not yet written
 */
record Postmaster(Path cluster, long pid, String status) {
    private static final int PID_LINE = 0;
    private static final int STATUS_LINE = 7;
    private static final long LOOK_EVERY = TimeUnit.MILLISECONDS.toNanos(20);

    /** Empty where no server has left its file in this cluster, or where the file is just being written. */
    static Optional<Postmaster> of(Path cluster) throws IOException {
        Path file = file(cluster);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        List<String> lines = Files.readAllLines(file, StandardCharsets.ISO_8859_1);
        if (lines.isEmpty() || !lines.get(PID_LINE).matches("-?\\d+")) {
            return Optional.empty();
        }
        String status = lines.size() > STATUS_LINE ? lines.get(STATUS_LINE).strip() : "";
        return Optional.of(new Postmaster(cluster, Math.abs(Long.parseLong(lines.get(PID_LINE))), status));
    }

    /**
     * Whether that process runs and is this cluster's server and not another one that has its number by now. A server
     * stands in its own cluster folder; a zombie stands nowhere.
     */
    boolean isRunning() {
        ProcessHandle process = ProcessHandle.of(pid).orElse(null);
        if (process == null || !process.isAlive()) {
            return false;
        }
        try {
            if (Files.isDirectory(Path.of("/proc/self"))) {
                return Files.isSameFile(Path.of("/proc/" + pid + "/cwd"), cluster);
            }
            return process.info().command().orElse("").contains("postgres");
        } catch (IOException | SecurityException e) {
            return false;
        }
    }

    /**
     * Ends the server: its sessions are cut and everything is written (SIGINT); where that takes longer than
     * {@code patienceSeconds}, at once and with a recovery at the next start (SIGQUIT, then SIGKILL).
     */
    void stop(Path programs, int patienceSeconds) throws IOException {
        for (String signal : List.of("INT", "QUIT", "KILL")) {
            signal(programs, signal);
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(patienceSeconds);
            while (isRunning() && System.nanoTime() < end) {
                LockSupport.parkNanos(LOOK_EVERY);
            }
            if (!isRunning()) {
                return;
            }
        }
        throw new EmbeddedPostgresException("The PostgreSQL with process number " + pid + " does not end.");
    }

    /**
     * PostgreSQL refuses to start while the number in its file belongs to any process, and numbers are used again,
     * soonest in containers. It lets its parent's pass, and goes on to check that no one uses the shared memory that the
     * file names; deleting the file would skip that.
     */
    void disown() throws IOException {
        Path file = file(cluster);
        List<String> lines = new ArrayList<>(Files.readAllLines(file, StandardCharsets.ISO_8859_1));
        lines.set(PID_LINE, Long.toString(ProcessHandle.current().pid()));
        Files.write(file, lines, StandardCharsets.ISO_8859_1);
    }

    private void signal(Path programs, String signal) throws IOException {
        List<String> command = ServerUser.isWindows()
                ? List.of(programs.resolve("bin").resolve("pg_ctl").toString(), "kill", signal, Long.toString(pid))
                : List.of("sh", "-c", "kill -" + signal + " " + pid);
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        boolean interrupted = false;
        while (process.isAlive()) {
            try {
                process.waitFor();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static Path file(Path cluster) {
        return cluster.resolve("postmaster.pid");
    }
}
