package fr.teleservices.web;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How the service speaks HTTP.
 *
 * @param host address to listen on
 * @param port 0 takes a free one
 * @param secondFactorRequired false for the demo alone
 * @param behindProxy whether the last X-Forwarded-For entry is a declared proxy's word
 * @param uploads folder for files on their way in
 * @param staffProvider name of the identity provider that staff may sign in through; empty: none
 * @param answer what a small request may take, from its head to the end of its answer
 * @param idle how long a connection may stay without a request, also before its first
 */
public record WebConfig(
        String host,
        int port,
        boolean secondFactorRequired,
        boolean behindProxy,
        Path uploads,
        String staffProvider,
        Duration answer,
        Duration idle) {
    /** With the time-outs of the service. */
    public WebConfig(String host, int port, boolean secondFactorRequired, boolean behindProxy, Path uploads) {
        this(host, port, secondFactorRequired, behindProxy, uploads, "");
    }

    /** The same with a provider. */
    public WebConfig(
            String host,
            int port,
            boolean secondFactorRequired,
            boolean behindProxy,
            Path uploads,
            String staffProvider) {
        this(
                host,
                port,
                secondFactorRequired,
                behindProxy,
                uploads,
                staffProvider,
                Duration.ofSeconds(30),
                Duration.ofSeconds(60));
    }
}
