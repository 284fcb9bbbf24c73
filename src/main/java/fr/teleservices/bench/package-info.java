/** Sample schools of any size, and the benchmark that runs over them. */
package fr.teleservices.bench;
