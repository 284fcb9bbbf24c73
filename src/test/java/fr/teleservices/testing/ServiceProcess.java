package fr.teleservices.testing;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/** The service in a process of its own, to be killed. */
public final class ServiceProcess implements AutoCloseable {
    private static final long START_SECONDS = 300;

    private final Process process;
    private final List<String> lines = new ArrayList<>();
    private final CompletableFuture<String> ready = new CompletableFuture<>();

    private ServiceProcess(Process process) {
        this.process = process;
        Thread reader = new Thread(this::read, "service-output");
        reader.setDaemon(true);
        reader.start();
    }

    /** Starts a subcommand from the classes under test and waits for its READY line; see {@link #begin}. */
    public static ServiceProcess start(
            Path folder, List<String> options, Map<String, String> environment, String... arguments) {
        ServiceProcess service = begin(folder, options, environment, arguments);
        service.awaitReady();
        return service;
    }

    /**
     * The demo on a free port, with its data in that folder.
     *
     * @param options of the demo, {@code --pupils 3}
     */
    public static ServiceProcess demo(Path folder, Map<String, String> environment, String... options) {
        List<String> words = new ArrayList<>(
                List.of("demo", "--port", "0", "--data", folder.resolve("data").toString()));
        words.addAll(List.of(options));
        return start(folder, List.of(), environment, words.toArray(String[]::new));
    }

    /**
     * Starts a subcommand from the classes under test.
     *
     * @param folder the folder that it runs in
     * @param options of the JVM, {@code -Xmx512m}
     */
    public static ServiceProcess begin(
            Path folder, List<String> options, Map<String, String> environment, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.add("-Dtest.logs=" + System.getProperty("test.logs", ""));
        command.addAll(List.of("-cp", classPath(), "fr.teleservices.Main"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("TELESERVICES_"));
        builder.environment().putAll(environment);
        try {
            return new ServiceProcess(builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ours; the process has another folder. */
    private static String classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    private void read() {
        try (BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                synchronized (lines) {
                    lines.add(line);
                }
                if (line.startsWith("READY ")) {
                    ready.complete(line.substring("READY ".length()));
                }
            }
        } catch (IOException e) {
            // the process was killed while it wrote
        }
        ready.completeExceptionally(new AssertionError("ended before it was ready:\n" + output()));
    }

    public void awaitReady() {
        try {
            ready.get(START_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            process.destroyForcibly();
            throw new AssertionError("not ready:\n" + output(), e);
        }
    }

    /** {@code http://localhost:PORT}. */
    public String origin() {
        return ready.join();
    }

    /** All that it has printed. */
    public String output() {
        synchronized (lines) {
            return String.join("\n", lines);
        }
    }

    /** Passwords by login, from the LOGIN lines. */
    public Map<String, String> passwords() {
        Map<String, String> found = new HashMap<>();
        for (String line : output().split("\n")) {
            String[] words = line.split(" ");
            if (words.length == 4 && words[0].equals("LOGIN")) {
                found.put(words[1], words[2]);
            }
        }
        return found;
    }

    /** The JVM alone, at once: {@code kill -9}. */
    public void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    /** SIGSTOP: it does nothing more, and its connections stay. */
    public void freeze() {
        signal("-STOP");
    }

    /** SIGCONT: it goes on as if no time had passed. */
    public void thaw() {
        signal("-CONT");
    }

    private void signal(String name) {
        try {
            int end = new ProcessBuilder("kill", name, Long.toString(process.pid()))
                    .start()
                    .waitFor();
            if (end != 0) {
                throw new AssertionError("kill " + name + " ends with " + end);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** SIGTERM; returns how many seconds it took. */
    public double stop() {
        long from = System.nanoTime();
        process.destroy();
        awaitEnd();
        return (System.nanoTime() - from) / 1e9;
    }

    private void awaitEnd() {
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                throw new AssertionError("does not end:\n" + output());
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Waits for a subcommand that ends by itself; returns its exit code. */
    public int exitCode() {
        awaitEnd();
        return process.exitValue();
    }

    /** At once, whatever state it is in; does nothing where it has ended. */
    public void end() {
        if (process.isAlive()) {
            kill();
        }
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            stop();
        }
    }
}
