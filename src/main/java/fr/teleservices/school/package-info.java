/** Schools, their téléservices, staff and what each role sees. */
package fr.teleservices.school;
