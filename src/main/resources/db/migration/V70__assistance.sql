-- The staff's list of accounts, sorted and searched among 200,000 of one school. Under a policy the planner may use an index only
-- with operators that are leakproof: comparisons are, LIKE is not. Hence ranges in the order of the bytes, and one function.
CREATE INDEX person_by_name ON person (school_id, holder, sort_name COLLATE "C", id);
CREATE INDEX person_by_division ON person (school_id, (coalesce(division_key, '~')) COLLATE "C", sort_name COLLATE "C", id)
  WHERE holder = 'PUPIL' AND present;
CREATE INDEX account_by_notification ON account (school_id, holder, (coalesce(notified_at, '-infinity'::timestamptz)), id);
CREATE INDEX account_by_access ON account (school_id, holder, (coalesce(last_access_at, '-infinity'::timestamptz)), id);
CREATE INDEX account_held ON account (school_id, holder) WHERE held;
CREATE INDEX account_login_prefix ON account (school_id, login COLLATE "C");

-- The accounts of which one word is found in the person's names or address, in a child's, or at the beginning of the login; at most
-- so many. The trigram index is of use to the owner alone, so this runs as the owner and looks at the scope itself.
CREATE POLICY owner_search ON person FOR SELECT TO CURRENT_USER USING (true);
CREATE POLICY owner_search ON guardianship FOR SELECT TO CURRENT_USER USING (true);
CREATE POLICY owner_search ON account FOR SELECT TO CURRENT_USER USING (true);

CREATE FUNCTION accounts_with_word(p_school bigint, p_holder text, p_word text, p_most int) RETURNS SETOF bigint
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public SET plan_cache_mode = force_custom_plan AS $$
DECLARE
  v_word text := fold(p_word);
  v_like text := '%' || regexp_replace(fold(p_word), '([\\%_])', '\\\1', 'g') || '%';
BEGIN
  IF NOT p_school = ANY (coalesce(scope_schools(), '{}')) THEN
    RETURN;
  END IF;
  RETURN QUERY
    SELECT found.id FROM (
      (SELECT a.id FROM person p JOIN account a ON a.person_id = p.id
        WHERE p.school_id = p_school AND p.holder = p_holder AND p.search LIKE v_like LIMIT p_most)
      UNION
      (SELECT a.id FROM person k JOIN guardianship g ON g.pupil_id = k.id JOIN account a ON a.person_id = g.guardian_id
        WHERE p_holder = 'GUARDIAN' AND k.school_id = p_school AND k.holder = 'PUPIL' AND k.present AND k.search LIKE v_like
        LIMIT p_most)
      UNION
      (SELECT a.id FROM account a WHERE a.school_id = p_school AND a.holder = p_holder
        AND a.login COLLATE "C" >= v_word AND a.login COLLATE "C" < v_word || chr(1114111) LIMIT p_most)
    ) found LIMIT p_most;
END $$;
REVOKE ALL ON FUNCTION accounts_with_word(bigint, text, text, int) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION accounts_with_word(bigint, text, text, int) TO teleservices_app;
