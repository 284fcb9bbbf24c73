/** Mass notification: selection, runs, the queue that mail and letter workers pull from. */
package fr.teleservices.run;
