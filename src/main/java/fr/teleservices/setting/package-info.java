/** What a school may set: the texts of its messages. */
package fr.teleservices.setting;
