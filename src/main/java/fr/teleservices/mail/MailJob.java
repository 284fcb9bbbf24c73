package fr.teleservices.mail;

/**
 * One claimed message.
 *
 * @param notificationId whose it is
 * @param token fencing token of the claim; every outcome bears it, a late one is refused by it
 * @param urgent a single notification or a link: overtakes mass mailings
 * @param attempts how often it has been tried before: a {@link MailOutcome.Postponed} that was tried counts one
 * @param mail what to send
 */
public record MailJob(long notificationId, long token, boolean urgent, int attempts, OutgoingMail mail) {}
