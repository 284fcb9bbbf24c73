/** Typed addresses of the event bus. It carries ids, wake-ups and progress; every truth is a row. */
package fr.teleservices.bus;
