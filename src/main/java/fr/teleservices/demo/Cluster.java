package fr.teleservices.demo;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One folder with a PostgreSQL cluster in it, and the programs and the user that run it. */
final class Cluster {
    static final String SUPERUSER = "postgres";

    /** Full Unicode case rules on every machine; the locale of the C library matters to pg_trgm alone. */
    private static final List<String> LOCALES = List.of("C.UTF-8", "en_US.UTF-8", "C");

    private static final long LARGE_LOG = 10_000_000;
    private static final long RECOVERY_SECONDS = 300;

    private final Path folder;
    private final Path data;
    private final Path programs;
    private final ServerUser user;
    private final String password;
    private @Nullable Process child;
    private boolean stopping;

    private Cluster(Path folder, Path programs, ServerUser user, String password) {
        this.folder = folder;
        this.data = folder.resolve("cluster");
        this.programs = programs;
        this.user = user;
        this.password = password;
    }

    /** Unpacks the programs and finds out as whom they can run here. */
    static Cluster in(Path folder) throws IOException {
        String password = password(folder);
        EmbeddedPostgresException nowhere = new EmbeddedPostgresException(
                "PostgreSQL cannot be run here: neither as this user nor, as root, through"
                        + " unshare or setpriv, or its programs cannot be unpacked.");
        for (Path cache : caches(folder)) {
            Path programs;
            try {
                programs = PostgresBinaries.unpackInto(cache);
            } catch (IOException e) {
                nowhere.addSuppressed(e);
                continue; // a read-only or full home; the data folder has to be writable anyway
            }
            for (ServerUser user : ServerUser.candidates()) {
                if (user.works(programs, folder)) {
                    return new Cluster(folder, programs, user, password);
                }
            }
        }
        throw nowhere;
    }

    String password() {
        return password;
    }

    Path logFile() {
        return folder.resolve("postgres.log");
    }

    boolean endLeftBehind(int patienceSeconds) throws IOException {
        Optional<Postmaster> earlier = Postmaster.of(data);
        if (earlier.isEmpty()) {
            return false;
        }
        boolean running = earlier.get().isRunning();
        if (running) {
            earlier.get().stop(programs, patienceSeconds);
        }
        if (Files.exists(data.resolve("postmaster.pid"))) {
            earlier.get().disown();
        }
        return running;
    }

    /** Makes the cluster where there is none: beside its place, so that a half-made one is never taken for one. */
    void prepare(boolean durable) throws IOException, InterruptedException {
        if (Files.exists(logFile()) && Files.size(logFile()) > LARGE_LOG) {
            Files.move(logFile(), folder.resolve("postgres.log.1"), StandardCopyOption.REPLACE_EXISTING);
        }
        if (Files.isDirectory(data)) {
            user.give(data);
            return;
        }
        user.give(passwordFile(folder));
        Path beside = folder.resolve("cluster.new");
        for (String locale : LOCALES) {
            PostgresBinaries.deleteTree(beside);
            List<String> words = new ArrayList<>(List.of(
                    program("initdb"),
                    "--pgdata=" + beside,
                    "--username=" + SUPERUSER,
                    "--pwfile=" + passwordFile(folder),
                    "--auth=scram-sha-256",
                    "--encoding=UTF8",
                    "--locale-provider=builtin",
                    "--builtin-locale=C.UTF-8",
                    "--locale=" + locale));
            if (!durable) {
                words.add("--no-sync");
            }
            if (spawn(user.command(words)).waitFor() == 0) {
                Files.move(beside, data, StandardCopyOption.ATOMIC_MOVE);
                return;
            }
        }
        throw new EmbeddedPostgresException("PostgreSQL could not make its cluster; why is in " + logFile() + ".");
    }

    /**
     * Starts the server on a free port.
     *
     * @return the port, or 0 when the server ended at once, perhaps because another program was quicker to take it
     */
    int run(List<String> settings) throws IOException, InterruptedException {
        int port = freePort();
        List<String> words = new ArrayList<>(List.of(program("postgres"), "-D", data.toString()));
        for (String setting : settings) {
            words.addAll(List.of("-c", setting));
        }
        words.addAll(
                List.of("-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=", "-c", "port=" + port));
        Process server = spawn(user.command(inOwnSession(words)));
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(RECOVERY_SECONDS);
        while (!server.waitFor(20, TimeUnit.MILLISECONDS)) {
            Optional<Postmaster> postmaster = Postmaster.of(data);
            if (postmaster.isPresent()
                    && postmaster.get().pid() == server.pid()
                    && postmaster.get().status().equals("ready")) {
                return port;
            }
            if (System.nanoTime() > end) {
                throw new EmbeddedPostgresException("PostgreSQL is not ready after " + RECOVERY_SECONDS
                        + " seconds; what it is doing is in " + logFile() + ".");
            }
        }
        return 0;
    }

    void stop(int patienceSeconds) throws IOException {
        Process last;
        synchronized (this) {
            stopping = true;
            last = child;
        }
        Optional<Postmaster> server = Postmaster.of(data);
        if (server.isPresent() && server.get().isRunning()) {
            server.get().stop(programs, patienceSeconds);
        }
        if (last != null) {
            last.destroy();
        }
    }

    private synchronized Process spawn(List<String> command) throws IOException {
        if (stopping) {
            throw new IOException("it was stopped while it started");
        }
        Process started = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(nothing()))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(logFile().toFile()))
                .start();
        child = started;
        return started;
    }

    /** So that the Ctrl-C meant for us does not end the server before we have finished with it. */
    private static List<String> inOwnSession(List<String> words) {
        for (String folder : List.of("/usr/bin/setsid", "/bin/setsid")) {
            if (Files.isExecutable(Path.of(folder))) {
                List<String> with = new ArrayList<>(List.of(folder));
                with.addAll(words);
                return with;
            }
        }
        return words;
    }

    private String program(String name) {
        return programs.resolve("bin").resolve(name).toString();
    }

    private static File nothing() {
        return new File(ServerUser.isWindows() ? "NUL" : "/dev/null");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
            return socket.getLocalPort();
        }
    }

    private static List<Path> caches(Path folder) {
        List<Path> caches = new ArrayList<>();
        Path home = Path.of(System.getProperty("user.home", ""));
        if (home.isAbsolute() && Files.isDirectory(home)) {
            caches.add(home.resolve(".cache").resolve("teleservices"));
        }
        // Root's home is closed to the uid that may have to run the server.
        caches.add(Path.of("/var/cache/teleservices"));
        caches.add(folder.resolve("programs"));
        return caches;
    }

    private static Path passwordFile(Path folder) {
        return folder.resolve("password");
    }

    private static String password(Path folder) throws IOException {
        Path file = passwordFile(folder);
        if (!Files.exists(file)) {
            byte[] random = new byte[24];
            new SecureRandom().nextBytes(random);
            String made = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
            Path beside = folder.resolve("password.new");
            Files.deleteIfExists(beside);
            if (Files.getFileStore(folder).supportsFileAttributeView("posix")) {
                Files.createFile(
                        beside, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            }
            Files.writeString(beside, made);
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
        }
        return Files.readString(file, StandardCharsets.UTF_8).strip();
    }
}
