package fr.teleservices.boot;

import fr.teleservices.kernel.Refusal;
import fr.teleservices.kernel.Uai;
import fr.teleservices.siecle.ImportReport;
import fr.teleservices.siecle.RowNote;
import fr.teleservices.siecle.SiecleSource;
import io.vertx.core.Future;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Imports SIECLE exports. */
@CommandLine.Command(name = "import", description = "Imports a school's SIECLE exports, XML or zip, all or nothing.")
final class ImportCommand extends Command {
    @Option(names = "--uai", required = true)
    @SuppressWarnings("NullAway.Init")
    private String uai;

    @Option(names = "--dry-run", description = "Says what would change, and changes nothing.")
    private boolean dryRun;

    @Parameters(arity = "1..*", paramLabel = "FILE")
    @SuppressWarnings("NullAway.Init")
    private List<Path> files;

    @Override
    public Integer call() throws Exception {
        for (Path file : files) {
            if (!Files.isReadable(file)) {
                throw new CommandLine.ParameterException(spec().commandLine(), file + " cannot be read");
            }
        }
        ImportReport report = withServices(this::run);
        for (RowNote note : report.refused()) {
            say(note.file() + ", line " + note.line() + ": " + note.reason());
        }
        for (RowNote note : report.warnings()) {
            say("warning: " + note.file() + ", line " + note.line() + ": " + note.reason());
        }
        say("new: " + report.added() + ", changed: " + report.changed() + ", left: " + report.left() + ", refused: "
                + report.refusedCount());
        return 0;
    }

    private Future<ImportReport> run(Services services) {
        Refusal unknown = Refusal.invalid("no-such-school", "Aucun établissement n’a l’UAI " + uai + ".");
        List<SiecleSource> sources = files.stream().map(SiecleSource::of).toList();
        return services.schools
                .byUai(uai)
                .compose(found -> found.map(school ->
                                services.imports.run(school.id(), Uai.parse(uai).orElseThrow(), sources, dryRun, null))
                        .orElseGet(() -> Future.failedFuture(unknown.asFailure())));
    }
}
