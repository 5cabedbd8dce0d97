-- A week whose rows stand in the default partition already cannot get a partition of its own: they stay where they are,
-- and neither a start nor the other weeks fail for it.
CREATE OR REPLACE FUNCTION ensure_partitions(from_time timestamptz, weeks int) RETURNS int LANGUAGE plpgsql AS $$
DECLARE t text; w timestamptz; i int; part text; made int := 0;
BEGIN
  FOREACH t IN ARRAY ARRAY['uplinks', 'uplink_bodies', 'packs', 'deliveries'] LOOP
    part := t || '_default';
    IF to_regclass(part) IS NULL THEN
      EXECUTE format('CREATE TABLE %I PARTITION OF %I DEFAULT', part, t);
      EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', part);
      EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', part);
    END IF;
    FOR i IN 0..weeks - 1 LOOP
      w := date_trunc('week', from_time AT TIME ZONE 'UTC') AT TIME ZONE 'UTC' + i * interval '7 days';
      part := t || '_' || to_char(w AT TIME ZONE 'UTC', 'IYYY"w"IW');
      CONTINUE WHEN to_regclass(part) IS NOT NULL;
      BEGIN
        EXECUTE format('CREATE TABLE %I PARTITION OF %I FOR VALUES FROM (%L) TO (%L)', part, t, w, w + interval '7 days');
      EXCEPTION WHEN check_violation THEN
        CONTINUE;
      END;
      EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', part);
      EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', part);
      made := made + 1;
    END LOOP;
  END LOOP;
  RETURN made;
END $$;
