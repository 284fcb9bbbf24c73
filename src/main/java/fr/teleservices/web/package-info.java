/** Routes with their permission, sessions, templates, error pages, and the defences that every answer has. */
package fr.teleservices.web;
