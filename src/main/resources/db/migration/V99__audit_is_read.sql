-- Whom an event names, from the event's side: the journal and its export.
CREATE INDEX pseudonym_by_itself ON pseudonym (pseudonym);
