/** Who did what, when: one chain of hashed rows for each school, append only. */
package fr.teleservices.audit;
