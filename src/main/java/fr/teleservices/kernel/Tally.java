package fr.teleservices.kernel;

/** Counts how something ended, by a stable code of which there are few. */
public interface Tally {
    Tally NONE = result -> {};

    void count(String result);

    /** {@code success}, the code of the refusal, or {@code error}. */
    default void ended(@org.jspecify.annotations.Nullable Throwable failure) {
        if (failure == null) {
            count("success");
        } else {
            count(failure instanceof Refused refused ? refused.refusal().code() : "error");
        }
    }
}
