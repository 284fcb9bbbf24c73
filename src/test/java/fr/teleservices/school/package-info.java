/** Schools, staff, tokens. */
package fr.teleservices.school;
