package fr.teleservices.credential;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.stream.Collectors;

/** The shipped lists, folded: passwords from leaks (zxcvbn), and what French-speaking people put in their place. */
final class CommonPasswords {
    private static final Set<String> ALL = Set.copyOf(read("common-passwords.txt", "common-passwords-fr.txt"));

    private CommonPasswords() {}

    static boolean contains(String folded) {
        return ALL.contains(folded);
    }

    private static Set<String> read(String... names) {
        return java.util.Arrays.stream(names)
                .flatMap(name -> text(name).lines())
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(PasswordRules::fold)
                .collect(Collectors.toSet());
    }

    private static String text(String name) {
        try (InputStream stream = CommonPasswords.class.getResourceAsStream("/passwords/" + name)) {
            if (stream == null) {
                throw new IllegalStateException(name + " is not on the class path");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
