package fr.teleservices.portal;

import org.jspecify.annotations.Nullable;

/**
 * An open téléservice on the portal.
 *
 * @param address where it is; null: not reachable yet
 */
public record Tile(String label, @Nullable String address) {}
