/** What is written into logs, by the whole suite: looked through when it is over. */
package fr.teleservices.logs;
