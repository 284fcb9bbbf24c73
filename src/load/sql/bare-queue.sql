-- The least that a queue in PostgreSQL can do, for pgbench (see docs/performance.md): claim so many rows, say that they were sent.
-- CREATE TABLE q (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, school_id bigint NOT NULL, account_id bigint NOT NULL,
--   status text NOT NULL, token bigint, lease timestamptz, message_id text, ended_at timestamptz);
-- CREATE INDEX ON q (id) WHERE status IN ('PENDING', 'CLAIMED');
-- CREATE INDEX ON q (token) WHERE status = 'CLAIMED';
-- INSERT INTO q (school_id, account_id, status) SELECT 1, g, 'PENDING' FROM generate_series(1, 124000) g;
-- VACUUM ANALYZE q;
-- pgbench -n -f bare-queue.sql -D batch=31 -c 2 -j 2 -t 1000 -M prepared
\set t random(1, 2000000000)
BEGIN;
UPDATE q SET status = 'CLAIMED', token = :t, lease = now() + interval '20 s'
WHERE ctid = ANY (ARRAY(SELECT ctid FROM q WHERE status = 'PENDING' ORDER BY id LIMIT :batch FOR UPDATE SKIP LOCKED));
COMMIT;
BEGIN;
UPDATE q SET status = 'SENT', ended_at = now(), message_id = 'x'
WHERE id = ANY (ARRAY(SELECT id FROM q WHERE status = 'CLAIMED' AND token = :t));
COMMIT;
