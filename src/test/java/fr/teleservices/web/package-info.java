/** What every request passes. */
package fr.teleservices.web;
