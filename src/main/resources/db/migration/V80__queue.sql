-- The mails of a run in the order in which they are due. In the order of their ids alone the server took the primary key and read
-- over all that had been sent already: half of a run's time, and the more the larger the run.
DROP INDEX notification_due;
CREATE INDEX notification_due ON notification (run_id, not_before, id) WHERE status = 'PENDING' AND channel = 'EMAIL';

-- What a run writes into an account (state, credential, when and how it was notified) stands in no index any more, nor in the
-- condition of one: the new row stays in its page and none of the account's nine indexes is written. CLOSED accounts are those with a
-- reason. The price is paid by two pages of staff: the list sorted by date of notification, and the counts of the dashboard read
-- the accounts of the school.
DROP INDEX account_waiting;
CREATE UNIQUE INDEX account_waiting ON account (person_id) WHERE NOT current AND closed_reason IS NULL;
DROP INDEX account_by_notification;
DROP INDEX account_current_state;
