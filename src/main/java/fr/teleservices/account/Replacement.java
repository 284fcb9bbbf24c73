package fr.teleservices.account;

import java.time.Instant;
import java.util.List;

/**
 * A <em>nouveau compte</em> that was opened.
 *
 * @param usableFrom 00:00 of the next day, on the school's clocks
 * @param notifications ids, the mail's first
 */
public record Replacement(long accountId, String login, Instant usableFrom, List<Long> notifications) {}
