/** Staff screens: the dashboard, one account after the other. */
package fr.teleservices.assistance;
