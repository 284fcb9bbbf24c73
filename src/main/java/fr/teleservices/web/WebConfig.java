package fr.teleservices.web;

import java.nio.file.Path;

/**
 * How the service speaks HTTP.
 *
 * @param host address to listen on
 * @param port 0 takes a free one
 * @param secondFactorRequired false for the demo alone
 * @param behindProxy whether the last X-Forwarded-For entry is a declared proxy's word
 * @param uploads folder for files on their way in
 */
public record WebConfig(String host, int port, boolean secondFactorRequired, boolean behindProxy, Path uploads) {}
