/** SIECLE exports: from hostile files to rows of pupils, guardians, addresses and classes. */
package fr.teleservices.siecle;
