package fr.teleservices.siecle;

import java.time.ZoneId;

/**
 * What was known before an import.
 *
 * @param pupils who are there
 * @param guardians who are there
 * @param year of the last import; 0: none, or it did not say
 */
record Known(ZoneId zone, long pupils, long guardians, int year) {}
