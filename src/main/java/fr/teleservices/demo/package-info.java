/** What the demo and the tests bring along: a PostgreSQL server and a mail catcher in one process tree. */
@NullMarked
package fr.teleservices.demo;

import org.jspecify.annotations.NullMarked;
