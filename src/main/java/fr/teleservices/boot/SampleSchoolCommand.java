package fr.teleservices.boot;

import fr.teleservices.bench.SampleSchool;
import fr.teleservices.kernel.Uai;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** Writes the exports of a school that does not exist. */
@CommandLine.Command(
        name = "sample-school",
        description = "Writes the SIECLE exports of a school that does not exist; the same options, the same files.")
final class SampleSchoolCommand extends Command {
    @Option(names = "--pupils", required = true, description = "How many are present.")
    private int pupils;

    @Option(names = "--uai", required = true)
    @SuppressWarnings("NullAway.Init")
    private String uai;

    @Option(names = "--seed", defaultValue = "1")
    private long seed;

    @Option(names = "--out", required = true, description = "The folder; it is made.")
    @SuppressWarnings("NullAway.Init")
    private Path out;

    @Override
    public Integer call() throws Exception {
        Uai school = Uai.parse(uai)
                .orElseThrow(() -> new CommandLine.ParameterException(
                        spec().commandLine(), "--uai has 7 digits and a check letter, " + uai + " is none"));
        if (pupils < 1 || pupils > 5_000_000) {
            throw new CommandLine.ParameterException(spec().commandLine(), "--pupils is from 1 to 5,000,000");
        }
        List<Path> files = SampleSchool.write(new SampleSchool.Options(pupils, school, seed, out));
        files.forEach(file -> say(file.toString()));
        return 0;
    }
}
