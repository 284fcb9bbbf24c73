package fr.teleservices.siecle;

import fr.teleservices.db.Database;
import fr.teleservices.db.Scope;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Files between the preview and the yes: for the member of staff and the school that sent them alone, for an hour at most, in
 * the database, since the yes may reach another node. Blocking.
 */
final class KeptUploadService {
    private static final Duration KEPT = Duration.ofHours(1);
    /** Of one person: previews that were left, in other windows. */
    private static final int MOST = 3;

    private static final int PART_BYTES = 256 * 1024;
    private static final Pattern TOKEN = Pattern.compile("[0-9a-f]{32}");

    private final Vertx vertx;
    private final Database database;
    private final Path folder;
    private final Clock clock;

    /** @param folder where they become files again while they are imported */
    KeptUploadService(Vertx vertx, Database database, Path folder, Clock clock) {
        this.vertx = vertx;
        this.database = database;
        this.folder = folder;
        this.clock = clock;
    }

    /** Copies the files into the database. */
    String keep(long school, long staff, List<SiecleSource> files) {
        String token = UploadSeal.newToken();
        UploadSeal seal = new UploadSeal(token);
        Instant at = clock.instant(); // one for all files: the older uploads of the same person are those with another
        return TxWorker.inScope(vertx, database, Scope.of(school), db -> {
            for (int file = 0; file < files.size(); file++) {
                keep(db, school, staff, seal, file, files.get(file), at);
            }
            db.call(tx -> KeptUploadStore.deleteMore(tx, school, staff, MOST));
            return token;
        });
    }

    private void keep(
            TxWorker db, long school, long staff, UploadSeal seal, int file, SiecleSource source, Instant at) {
        byte[] buffer = new byte[PART_BYTES];
        byte[] hash = seal.hash();
        try (InputStream in = Files.newInputStream(source.path())) {
            int part = 0;
            int read = in.readNBytes(buffer, 0, PART_BYTES);
            do {
                byte[] sealed = seal.seal(file, part, buffer, read);
                int number = part++;
                db.send(tx -> KeptUploadStore.keep(tx, school, staff, hash, file, number, source.name(), sealed, at));
                read = in.readNBytes(buffer, 0, PART_BYTES);
            } while (read > 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Does something with the files, which are there for that long; an empty list where there are none of that school and that
     * person, or no longer. Does not block: the work goes on elsewhere.
     */
    <T> Future<T> with(long school, long staff, String token, Function<List<SiecleSource>, Future<T>> work) {
        if (!TOKEN.matcher(token).matches()) {
            return work.apply(List.of());
        }
        return vertx.executeBlocking(() -> load(school, staff, new UploadSeal(token)), false)
                .compose(loaded ->
                        work.apply(loaded).eventually(() -> vertx.executeBlocking(() -> discard(loaded), false)));
    }

    private List<SiecleSource> load(long school, long staff, UploadSeal seal) {
        return TxWorker.inScope(vertx, database, Scope.of(school), db -> {
            byte[] hash = seal.hash();
            List<String> names = db.call(tx -> KeptUploadStore.names(
                    tx, hash, school, staff, clock.instant().minus(KEPT)));
            if (names.isEmpty()) {
                return List.of();
            }
            List<SiecleSource> files = new ArrayList<>();
            try {
                Files.createDirectories(folder);
                Path own = Files.createTempDirectory(
                        folder,
                        "import-",
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
                for (int file = 0; file < names.size(); file++) {
                    Path path = own.resolve(Integer.toString(file));
                    write(db, seal, file, path);
                    files.add(new SiecleSource(path, names.get(file)));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return files;
        });
    }

    private static void write(TxWorker db, UploadSeal seal, int file, Path path) throws IOException {
        byte[] hash = seal.hash();
        try (OutputStream out = Files.newOutputStream(path)) {
            for (int part = 0; ; part++) {
                int number = part;
                Optional<byte[]> sealed = db.call(tx -> KeptUploadStore.part(tx, hash, file, number));
                if (sealed.isEmpty()) {
                    return;
                }
                out.write(seal.open(file, number, sealed.get()));
            }
        }
    }

    private static boolean discard(List<SiecleSource> files) throws IOException {
        if (!files.isEmpty()) {
            Path own = files.get(0).path().getParent();
            try (DirectoryStream<Path> all = Files.newDirectoryStream(own)) {
                for (Path file : all) {
                    Files.deleteIfExists(file);
                }
            }
            Files.deleteIfExists(own);
        }
        return true;
    }

    Future<Void> delete(long school, long staff, String token) {
        return TOKEN.matcher(token).matches()
                ? database.inScope(
                                Scope.of(school),
                                tx -> KeptUploadStore.delete(tx, new UploadSeal(token).hash(), school, staff))
                        .mapEmpty()
                : Future.succeededFuture();
    }

    Future<Integer> deleteOld() {
        return database.atGateOnce(
                gate -> KeptUploadStore.deleteOld(gate, clock.instant().minus(KEPT)));
    }
}
