-- Whom a search of the list means, as persons: the words through the trigram index, each once and for both holders, without a look
-- at their accounts. What too many have (p_most) is left to be tested row by row: a page of those is found soon. The trigram index
-- is of use to the owner alone, so this runs as the owner and looks at the scope itself.
DROP FUNCTION accounts_with_word(bigint, text, text, int);

CREATE FUNCTION like_inside(p_word text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$ SELECT '%' || regexp_replace(p_word, '([\\%_])', '\\\1', 'g') || '%' $$;

-- Those that have the word in their names or address, or in those of a child, or at the beginning of the login; some twice.
-- Null: too many.
CREATE FUNCTION people_with_word(p_school bigint, p_holder text, p_word text, p_most int) RETURNS bigint[]
  LANGUAGE plpgsql STABLE SET search_path = public SET plan_cache_mode = force_custom_plan AS $$
DECLARE
  v_like text := like_inside(p_word);
  v_people bigint[];
  v_pupils bigint[];
BEGIN
  SELECT array_agg(id) FILTER (WHERE p_holder IS NULL OR holder = p_holder),
      array_agg(id) FILTER (WHERE holder = 'PUPIL' AND present AND p_holder IS DISTINCT FROM 'PUPIL')
    INTO v_people, v_pupils
    FROM (SELECT p.id, p.holder, p.present FROM person p WHERE p.school_id = p_school AND p.search LIKE v_like
      AND (p_holder IS DISTINCT FROM 'PUPIL' OR p.holder = 'PUPIL') LIMIT p_most + 1) hit;
  IF coalesce(cardinality(v_people), 0) + coalesce(cardinality(v_pupils), 0) > p_most THEN
    RETURN NULL;
  END IF;
  RETURN ARRAY(
    SELECT unnest(v_people)
    UNION ALL
    SELECT g.guardian_id FROM guardianship g WHERE g.school_id = p_school AND g.pupil_id = ANY (v_pupils)
    UNION ALL
    SELECT a.person_id FROM account a WHERE a.school_id = p_school AND (p_holder IS NULL OR a.holder = p_holder)
      AND a.login COLLATE "C" >= p_word AND a.login COLLATE "C" < p_word || chr(1114111));
END $$;

-- people: null where nothing narrows them. begins: the beginning of the family name is left to be tested. patterns: so are these words.
CREATE FUNCTION people_found(p_school bigint, p_holder text, p_division text, p_begin text, p_words text[], p_most int,
    OUT people bigint[], OUT begins boolean, OUT patterns text[])
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public SET plan_cache_mode = force_custom_plan SET jit = off AS $$
DECLARE
  v_few constant int := 2000; -- sooner tested one by one than another word looked up
  v_word text;
  v_begin text := fold(p_begin);
  v_found bigint[];
BEGIN
  begins := false;
  patterns := '{}';
  IF NOT p_school = ANY (coalesce(scope_schools(), '{}')) THEN
    people := '{}';
    RETURN;
  END IF;
  IF p_division <> '' THEN
    people := ARRAY(
      WITH pupil AS MATERIALIZED (SELECT k.id FROM person k
        WHERE k.school_id = p_school AND k.holder = 'PUPIL' AND k.present AND k.division = p_division)
      SELECT id FROM pupil WHERE p_holder IS DISTINCT FROM 'GUARDIAN'
      UNION
      SELECT g.guardian_id FROM pupil JOIN guardianship g ON g.pupil_id = pupil.id WHERE p_holder IS DISTINCT FROM 'PUPIL');
  END IF;
  IF p_begin <> '' THEN
    v_found := ARRAY(SELECT p.id FROM person p WHERE p.school_id = p_school AND p.holder = p_holder
      AND p.sort_name COLLATE "C" >= v_begin AND p.sort_name COLLATE "C" < v_begin || chr(1114111) LIMIT p_most + 1);
    IF cardinality(v_found) > p_most THEN
      begins := true;
    ELSE
      people := CASE WHEN people IS NULL THEN v_found ELSE ARRAY(SELECT unnest(people) INTERSECT SELECT unnest(v_found)) END;
    END IF;
  END IF;
  FOR v_word IN SELECT fold(w) FROM unnest(p_words) w ORDER BY length(w) DESC LOOP
    v_found := NULL;
    -- a short one is in no index: reading everybody is still sooner than testing everybody's children
    IF (cardinality(people) > v_few AND length(v_word) > 2) OR (people IS NULL AND (length(v_word) > 2 OR patterns = '{}')) THEN
      v_found := people_with_word(p_school, p_holder, v_word, p_most);
    END IF;
    IF v_found IS NULL THEN
      patterns := patterns || like_inside(v_word);
    ELSE
      people := CASE WHEN people IS NULL THEN v_found ELSE ARRAY(SELECT unnest(people) INTERSECT SELECT unnest(v_found)) END;
    END IF;
  END LOOP;
END $$;
REVOKE ALL ON FUNCTION people_with_word(bigint, text, text, int) FROM PUBLIC;
REVOKE ALL ON FUNCTION people_found(bigint, text, text, text, text[], int) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION people_found(bigint, text, text, text, text[], int) TO teleservices_app;

-- What a program's Idempotency-Key was first used for. The credential that its message is to bear makes the message one.
CREATE TABLE asked_once (
  staff_id      bigint NOT NULL REFERENCES staff ON DELETE CASCADE,
  key           text NOT NULL,
  school_id     bigint NOT NULL REFERENCES school,
  account_id    bigint NOT NULL,
  action        text NOT NULL,
  credential_id uuid NOT NULL,
  asked_at      timestamptz NOT NULL,
  PRIMARY KEY (staff_id, key)
);
ALTER TABLE asked_once ENABLE ROW LEVEL SECURITY;
ALTER TABLE asked_once FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON asked_once TO teleservices_app USING (school_id = ANY (scope_schools()));
GRANT SELECT, INSERT, DELETE ON asked_once TO teleservices_app;
