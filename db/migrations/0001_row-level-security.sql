-- Roles: the portal (one customer at a time), the sign-in (who is it?), the pipeline and worker (every customer).
-- None owns a table, none may bypass row-level security.
DO $$
DECLARE r text;
BEGIN
  FOREACH r IN ARRAY ARRAY['things_app', 'things_access', 'things_pipeline'] LOOP
    IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = r) THEN
      EXECUTE format('CREATE ROLE %I NOLOGIN NOSUPERUSER NOBYPASSRLS', r);
    END IF;
    EXECUTE format('GRANT %I TO CURRENT_USER', r);
    EXECUTE format('GRANT USAGE ON SCHEMA public TO %I', r);
  END LOOP;
END $$;
--> statement-breakpoint
CREATE SEQUENCE uplink_ids; CREATE SEQUENCE uplink_body_ids; CREATE SEQUENCE pack_ids; CREATE SEQUENCE delivery_ids;
--> statement-breakpoint
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO things_app, things_access, things_pipeline;
--> statement-breakpoint
-- One place that closes a table: used here and by every later migration that adds one.
CREATE FUNCTION close_table(target regclass, customer_column text DEFAULT 'customer_id') RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', target);
  EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', target);
  -- The sub-select makes it one InitPlan; nullif because the setting is '' after a transaction.
  EXECUTE format(
    'CREATE POLICY tenant ON %s FOR ALL TO things_app
       USING (%I = (SELECT nullif(current_setting(''app.customer_id'', true), '''')::uuid))
       WITH CHECK (%I = (SELECT nullif(current_setting(''app.customer_id'', true), '''')::uuid))',
    target, customer_column, customer_column);
  EXECUTE format('CREATE POLICY pipeline ON %s FOR ALL TO things_pipeline USING (true) WITH CHECK (true)', target);
  EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %s TO things_app, things_pipeline', target);
END $$;
--> statement-breakpoint
SELECT close_table(c.oid::regclass)
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'customer_id' AND NOT a.attisdropped
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p');
--> statement-breakpoint
SELECT close_table('customers', 'id');
--> statement-breakpoint
-- The catalogue: the platform's own rows may be read by all.
CREATE POLICY catalogue ON device_types FOR SELECT TO things_app USING (customer_id = '00000000-0000-0000-0000-000000000001');
CREATE POLICY catalogue ON decoders FOR SELECT TO things_app USING (customer_id = '00000000-0000-0000-0000-000000000001');
CREATE POLICY catalogue ON device_type_decoders FOR SELECT TO things_app USING (customer_id = '00000000-0000-0000-0000-000000000001');
--> statement-breakpoint
-- Before we know who asks, only these tables can be looked into, by the sign-in's role.
DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['customers', 'users', 'user_roles', 'sessions', 'api_keys', 'access_tokens'] LOOP
    EXECUTE format('CREATE POLICY access ON %I FOR ALL TO things_access USING (true) WITH CHECK (true)', t);
    EXECUTE format('GRANT SELECT ON %I TO things_access', t);
  END LOOP;
END $$;
GRANT INSERT, UPDATE ON sessions TO things_access;
GRANT INSERT, DELETE ON access_tokens TO things_access;
GRANT UPDATE (last_used_at) ON api_keys TO things_access;
--> statement-breakpoint
-- The audit log is append only, whoever asks.
REVOKE UPDATE, DELETE ON audit_log FROM things_app, things_pipeline;
-- The portal reads what the pipeline wrote; it does not write it.
REVOKE INSERT, UPDATE, DELETE ON uplinks, uplink_bodies, uplink_identities, uplink_queue, packs, shapes, decoding_failures, deliveries, device_activity FROM things_app;
REVOKE UPDATE ON decoder_versions FROM things_app, things_pipeline;
GRANT UPDATE (published_at) ON decoder_versions TO things_app;
GRANT SELECT, INSERT, UPDATE ON shard_leases TO things_pipeline;
GRANT SELECT ON shard_leases TO things_app;
--> statement-breakpoint
INSERT INTO shard_leases (shard, token, lease_until) SELECT s, 0, now() FROM generate_series(0, 63) s;
--> statement-breakpoint
-- Weekly partitions. Rows outside every week land in the default partition, never nowhere.
CREATE FUNCTION ensure_partitions(from_time timestamptz, weeks int) RETURNS int LANGUAGE plpgsql AS $$
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
      EXECUTE format('CREATE TABLE %I PARTITION OF %I FOR VALUES FROM (%L) TO (%L)', part, t, w, w + interval '7 days');
      EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', part);
      EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', part);
      made := made + 1;
    END LOOP;
  END LOOP;
  RETURN made;
END $$;
--> statement-breakpoint
-- Caches of the ingestion and the worker hear of every change of what they route by, whoever made it.
CREATE FUNCTION tell_configuration() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('configuration', coalesce(NEW.customer_id, OLD.customer_id)::text);
  RETURN NULL;
END $$;
--> statement-breakpoint
DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['network_adapters', 'flows', 'flow_devices', 'flow_decoders', 'flow_destinations'] LOOP
    EXECUTE format('CREATE TRIGGER tell_configuration AFTER INSERT OR UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION tell_configuration()', t);
  END LOOP;
  FOREACH t IN ARRAY ARRAY['devices', 'decoders', 'destinations', 'lora_connections'] LOOP
    EXECUTE format('CREATE TRIGGER tell_configuration AFTER INSERT OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION tell_configuration()', t);
  END LOOP;
END $$;
CREATE TRIGGER tell_configuration_update AFTER UPDATE OF status, device_type_id, project_id, name ON devices FOR EACH ROW EXECUTE FUNCTION tell_configuration();
CREATE TRIGGER tell_configuration_update AFTER UPDATE OF current_version_id, name ON decoders FOR EACH ROW EXECUTE FUNCTION tell_configuration();
CREATE TRIGGER tell_configuration_update AFTER UPDATE OF name, kind, settings, secrets, status ON destinations FOR EACH ROW EXECUTE FUNCTION tell_configuration();
CREATE TRIGGER tell_configuration_update AFTER UPDATE OF provider, secret, status ON lora_connections FOR EACH ROW EXECUTE FUNCTION tell_configuration();
--> statement-breakpoint
-- Queues turn over completely: vacuum by count, not by share.
ALTER TABLE uplink_queue SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000, autovacuum_vacuum_insert_threshold = -1);
ALTER TABLE delivery_queue SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000, autovacuum_vacuum_insert_threshold = -1);
ALTER TABLE twins SET (fillfactor = 70);
ALTER TABLE device_activity SET (fillfactor = 70);
--> statement-breakpoint
INSERT INTO customers (id, name) VALUES ('00000000-0000-0000-0000-000000000001', 'Platform');
