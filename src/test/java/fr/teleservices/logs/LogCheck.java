package fr.teleservices.logs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Run by the build behind the tests: no log of any JVM of the suite holds a password, a token, a key, a mail address, a birth
 * date or a name. Argument: the folder that {@link AllLogs} has filled.
 */
public final class LogCheck {
    private static final int SHOWN = 50;

    private LogCheck() {}

    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        if (!Files.isDirectory(folder)) {
            System.out.println("no tests were run: no logs to look through");
            return;
        }
        Result result = look(folder);
        System.out.println(result.lines() + " lines of " + result.files() + " logs looked through");
        if (!result.leaks().isEmpty()) {
            throw new IllegalStateException(result.leaks().size() + " lines of logs hold what they may not:\n"
                    + String.join(
                            "\n",
                            result.leaks()
                                    .subList(0, Math.min(SHOWN, result.leaks().size()))));
        }
    }

    record Result(int files, long lines, List<String> leaks) {}

    static Result look(Path folder) throws IOException {
        List<String> leaks = new ArrayList<>();
        long lines = 0;
        List<Path> logs;
        try (Stream<Path> files = Files.list(folder)) {
            logs = files.filter(file -> file.toString().endsWith(".log")).toList();
        }
        for (Path log : logs) {
            for (String line : Files.readAllLines(log)) {
                lines++;
                List<String> found = Leaks.in(line);
                if (!found.isEmpty()) {
                    leaks.add(log.getFileName() + ":" + found + " in: " + line);
                }
            }
        }
        return new Result(logs.size(), lines, leaks);
    }
}
