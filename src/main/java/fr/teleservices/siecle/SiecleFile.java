package fr.teleservices.siecle;

/** A file that has been recognised. */
public record SiecleFile(SiecleSource source, ParametersRow parameters) {
    public SiecleKind kind() {
        return parameters.kind();
    }
}
