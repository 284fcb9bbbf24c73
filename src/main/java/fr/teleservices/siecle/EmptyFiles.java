package fr.teleservices.siecle;

/** Refuses the files that would close the accounts of a whole school: a mistake, whatever made it. */
final class EmptyFiles {
    private EmptyFiles() {}

    static void check(SiecleFiles files, StagingSink sink, Known known) {
        if (sink.present() == 0 && known.pupils() > 0) {
            files.of(SiecleKind.PUPILS).ifPresent(file -> {
                throw refuse(file, "le fichier ne contient aucun élève présent", "tous les élèves");
            });
        }
    }

    /** @param usable links between people of the files and of the school */
    static void checkLinks(SiecleFile file, long usable, Known known) {
        if (usable == 0 && known.guardians() > 0) {
            throw refuse(file, "aucun responsable du fichier n’est lié à un élève connu", "tous les responsables");
        }
    }

    private static SiecleRefused refuse(SiecleFile file, String why, String who) {
        return new SiecleRefused(
                "nobody",
                file.source(),
                file.parameters().line(),
                why + "\u00a0: les comptes de " + who
                        + " seraient fermés. Rien n’a été importé\u00a0; refaites l’export.");
    }
}
