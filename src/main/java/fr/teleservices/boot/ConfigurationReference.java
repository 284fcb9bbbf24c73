package fr.teleservices.boot;

import java.util.Arrays;
import java.util.List;

/** Every setting in words. */
final class ConfigurationReference {
    private static final int WIDTH = 125;

    private ConfigurationReference() {}

    /** {@code docs/configuration.md}. */
    static String markdown() {
        StringBuilder text = new StringBuilder("""
                # Configuration reference

                Written by `java -jar target/teleservices.jar configuration --out docs/configuration.md` from `boot/Setting`, as is
                `conf/teleservices.properties` by `configuration --properties --out conf/teleservices.properties`.

                A value comes from the environment, else from the file (`conf/teleservices.properties`, or the one of `--conf`), else it is
                the default; blanks around it do not count. `demo` and `bench` read the environment alone. All faults of a configuration
                are told in one message before anything is started, each with the key, its value (but those of secrets), where that comes
                from and what is expected; the exit code is 1. A key in the file that is none is a fault as well; a variable of the
                environment that only looks like one is warned of.
                """);
        for (Setting.Chapter chapter : Setting.Chapter.values()) {
            text.append("\n## ")
                    .append(chapter.title)
                    .append('\n')
                    .append(chapter.words)
                    .append("\n\n");
            text.append("| key, variable | default | may be | meaning |\n| --- | --- | --- | --- |\n");
            of(chapter)
                    .forEach(setting -> text.append("| `%s` `%s` | %s | %s | %s |\n"
                            .formatted(
                                    setting.key(),
                                    setting.variable(),
                                    setting.byDefault().isEmpty() ? "" : "`" + setting.byDefault() + "`",
                                    mayBe(setting.kind()),
                                    setting.meaning())));
        }
        return text.toString();
    }

    private static String mayBe(Kind kind) {
        String unit = kind.unit().isEmpty() ? "" : " (" + kind.unit() + ")";
        return kind.expected() + unit + (kind.secret() ? "; secret" : "");
    }

    /** {@code conf/teleservices.properties}. */
    static String properties() {
        StringBuilder text = new StringBuilder("""
                # Configuration of the service. Each key is shown with its default; take the # away to change it.
                # The environment wins: db-uri is TELESERVICES_DB_URI there, and so on. See docs/configuration.md.
                """);
        for (Setting.Chapter chapter : Setting.Chapter.values()) {
            text.append("\n### ")
                    .append(chapter.title)
                    .append(". ")
                    .append(chapter.words)
                    .append('\n');
            for (Setting setting : of(chapter)) {
                text.append('\n');
                comment(text, setting.meaning() + " (" + mayBe(setting.kind()) + ")");
                text.append('#')
                        .append(setting.key())
                        .append('=')
                        .append(setting.byDefault())
                        .append('\n');
            }
        }
        return text.toString();
    }

    private static List<Setting> of(Setting.Chapter chapter) {
        return Arrays.stream(Setting.values())
                .filter(setting -> setting.chapter() == chapter)
                .toList();
    }

    private static void comment(StringBuilder text, String words) {
        int column = 0;
        for (String word : words.split(" ")) {
            boolean fits = column > 0 && column + 1 + word.length() <= WIDTH;
            text.append(fits ? "" : column > 0 ? "\n#" : "#").append(' ').append(word);
            column = (fits ? column : 1) + 1 + word.length();
        }
        text.append('\n');
    }
}
