package fr.teleservices.siecle;

import java.nio.file.Path;

/**
 * A file as it was handed in.
 *
 * @param path where its bytes are: the XML, or the zip as exported
 * @param name its original name, shown in refusals; never trusted for anything else
 */
public record SiecleSource(Path path, String name) {
    private static final int MAX_NAME = 120;

    public SiecleSource {
        String shown = CleanText.line(name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1));
        name = shown.isEmpty() ? "fichier" : shown.length() > MAX_NAME ? shown.substring(0, MAX_NAME) : shown;
    }

    public static SiecleSource of(Path path) {
        return new SiecleSource(path, String.valueOf(path.getFileName()));
    }
}
