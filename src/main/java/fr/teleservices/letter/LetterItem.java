package fr.teleservices.letter;

/** One notification and the page it becomes. */
public record LetterItem(long notificationId, LetterPage page) {}
