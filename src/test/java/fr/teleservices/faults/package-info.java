/** What an unlucky day must not break, tried for minutes; see docs/faults.md. */
@NullMarked
package fr.teleservices.faults;

import org.jspecify.annotations.NullMarked;
