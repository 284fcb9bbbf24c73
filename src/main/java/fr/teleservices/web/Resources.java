package fr.teleservices.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The files of a folder of the class path, in the jar or beside it. */
public final class Resources {
    private Resources() {}

    /** Path below the folder to content, over all places of the class path that have it. */
    public static Map<String, byte[]> under(String folder) {
        Map<String, byte[]> found = new TreeMap<>();
        try {
            for (URL url : Collections.list(Resources.class.getClassLoader().getResources(folder))) {
                read(url.toURI(), folder).forEach(found::putIfAbsent);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
        if (found.isEmpty()) {
            throw new IllegalStateException("no " + folder + " on the class path");
        }
        return found;
    }

    /** One file of the class path; never one of the folder that the process happens to run in. */
    public static byte[] file(String name) {
        try (InputStream in = Resources.class.getClassLoader().getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("no " + name + " on the class path");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, byte[]> read(URI uri, String folder) throws IOException {
        if (!"jar".equals(uri.getScheme())) {
            return read(Path.of(uri));
        }
        try (FileSystem jar = FileSystems.newFileSystem(jarOf(uri), (ClassLoader) null)) {
            return read(jar.getPath("/" + folder));
        }
    }

    private static Path jarOf(URI uri) {
        String inside = uri.getRawSchemeSpecificPart();
        return Path.of(URI.create(inside.substring(0, inside.indexOf("!/"))));
    }

    private static Map<String, byte[]> read(Path root) throws IOException {
        Map<String, byte[]> found = new TreeMap<>();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                found.put(root.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
            }
        }
        return found;
    }
}
