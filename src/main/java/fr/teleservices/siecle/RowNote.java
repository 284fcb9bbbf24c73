package fr.teleservices.siecle;

/**
 * What was wrong with one row: the row was refused, or (a warning) one field of it was left out.
 *
 * @param file the name the file was handed in under
 * @param line from 1, where the row begins
 * @param reason in French
 */
public record RowNote(String file, int line, String reason) {}
