ALTER TABLE "devices" drop column "search_text";--> statement-breakpoint
ALTER TABLE "devices" ADD COLUMN "further_identifiers" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "sims" ADD COLUMN "device_name" text;--> statement-breakpoint
-- Before the indexes are there again; as a role whose policy is true, for the owner's is none.
SET LOCAL ROLE things_pipeline;
UPDATE devices d SET further_identifiers = x.identifiers
FROM (
  SELECT device_id, string_agg(identifier, chr(10) ORDER BY identifier) AS identifiers FROM (
    SELECT a.device_id, replace(a.identifier, '-', '') AS identifier FROM network_adapters a JOIN devices o ON o.id = a.device_id
    WHERE a.identifier IS DISTINCT FROM o.identifier
    UNION ALL
    SELECT device_id, iccid FROM sims WHERE device_id IS NOT NULL
  ) one GROUP BY device_id
) x WHERE x.device_id = d.id;
UPDATE sims s SET device_name = d.name FROM devices d WHERE d.id = s.device_id;
RESET ROLE;
--> statement-breakpoint
ALTER TABLE "devices" ADD COLUMN "search_text" text GENERATED ALWAYS AS (lower(name || chr(10) || replace(coalesce(identifier, ''), '-', '') || chr(10) || coalesce(barcode, '') || chr(10) || further_identifiers)) STORED NOT NULL;--> statement-breakpoint
-- The list's own order carries along what it is searched and filtered by, so that going along it reads no row.
DROP INDEX IF EXISTS "devices_customer_name";--> statement-breakpoint
CREATE INDEX "devices_customer_name" ON "devices" USING btree ("customer_id","name","id") INCLUDE ("search_text","status","project_id","device_type_id");--> statement-breakpoint
DROP INDEX IF EXISTS "devices_search_text";--> statement-breakpoint
CREATE INDEX "devices_search_text" ON "devices" USING gin ("customer_id","search_text" gin_trgm_ops);--> statement-breakpoint
CREATE INDEX "sims_customer_device_name" ON "sims" USING btree ("customer_id",(case when "device_name" is null then '' else "device_name" end),"id");--> statement-breakpoint
-- Identifiers of a device but the one that its own row holds.
CREATE FUNCTION identifiers_beside(device uuid, own text) RETURNS text
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT coalesce(string_agg(identifier, chr(10) ORDER BY identifier), '') FROM (
    SELECT replace(identifier, '-', '') AS identifier FROM network_adapters WHERE device_id = device AND identifier IS DISTINCT FROM own
    UNION ALL
    SELECT iccid FROM sims WHERE device_id = device) one
$$;
--> statement-breakpoint
CREATE FUNCTION keep_further_identifiers(of_devices uuid[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE changed uuid[];
BEGIN
  -- Held, then read anew: of two who give one device an identifier the later sees what the earlier stored.
  SELECT array_agg(id) INTO changed FROM (
    SELECT id FROM devices WHERE id = ANY(of_devices) AND further_identifiers <> identifiers_beside(id, identifier)
    ORDER BY id FOR NO KEY UPDATE) held;
  UPDATE devices SET further_identifiers = identifiers_beside(id, identifier) WHERE id = ANY(changed);
END $$;
--> statement-breakpoint
CREATE FUNCTION adapters_were_written() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM keep_further_identifiers(array(SELECT DISTINCT device_id FROM written));
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE FUNCTION sim_was_written() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM keep_further_identifiers(array_remove(ARRAY[OLD.device_id, NEW.device_id], NULL));
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE FUNCTION own_identifier_changes() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  NEW.further_identifiers := identifiers_beside(NEW.id, NEW.identifier);
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE FUNCTION sim_gets_device() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  NEW.device_name := NULL;
  -- Shared, so that a rename comes before or after, not in between.
  IF NEW.device_id IS NOT NULL THEN
    SELECT name INTO NEW.device_name FROM devices WHERE id = NEW.device_id AND customer_id = NEW.customer_id FOR SHARE;
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE FUNCTION device_is_renamed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE sims SET device_name = NEW.name WHERE device_id = NEW.id AND customer_id = NEW.customer_id;
  RETURN NULL;
END $$;
--> statement-breakpoint
GRANT CREATE ON SCHEMA public TO things_pipeline;
ALTER FUNCTION keep_further_identifiers(uuid[]) OWNER TO things_pipeline;
ALTER FUNCTION adapters_were_written() OWNER TO things_pipeline;
ALTER FUNCTION sim_was_written() OWNER TO things_pipeline;
ALTER FUNCTION own_identifier_changes() OWNER TO things_pipeline;
ALTER FUNCTION sim_gets_device() OWNER TO things_pipeline;
ALTER FUNCTION device_is_renamed() OWNER TO things_pipeline;
REVOKE CREATE ON SCHEMA public FROM things_pipeline;
--> statement-breakpoint
SET LOCAL ROLE things_pipeline;
REVOKE EXECUTE ON FUNCTION keep_further_identifiers(uuid[]), adapters_were_written(), sim_was_written(), own_identifier_changes(),
  sim_gets_device(), device_is_renamed() FROM PUBLIC;
RESET ROLE;
--> statement-breakpoint
CREATE TRIGGER adapters_were_added AFTER INSERT ON network_adapters REFERENCING NEW TABLE AS written
  FOR EACH STATEMENT EXECUTE FUNCTION adapters_were_written();
CREATE TRIGGER adapters_were_changed AFTER UPDATE ON network_adapters REFERENCING NEW TABLE AS written
  FOR EACH STATEMENT EXECUTE FUNCTION adapters_were_written();
CREATE TRIGGER adapters_were_removed AFTER DELETE ON network_adapters REFERENCING OLD TABLE AS written
  FOR EACH STATEMENT EXECUTE FUNCTION adapters_were_written();
CREATE TRIGGER sim_was_added AFTER INSERT ON sims
  FOR EACH ROW WHEN (NEW.device_id IS NOT NULL) EXECUTE FUNCTION sim_was_written();
CREATE TRIGGER sim_was_moved AFTER UPDATE OF device_id, iccid ON sims
  FOR EACH ROW WHEN (OLD.device_id IS DISTINCT FROM NEW.device_id OR OLD.iccid <> NEW.iccid) EXECUTE FUNCTION sim_was_written();
CREATE TRIGGER sim_was_removed AFTER DELETE ON sims
  FOR EACH ROW WHEN (OLD.device_id IS NOT NULL) EXECUTE FUNCTION sim_was_written();
CREATE TRIGGER sim_gets_device BEFORE INSERT OR UPDATE OF device_id ON sims
  FOR EACH ROW EXECUTE FUNCTION sim_gets_device();
CREATE TRIGGER own_identifier_changes BEFORE UPDATE OF identifier ON devices
  FOR EACH ROW WHEN (OLD.identifier IS DISTINCT FROM NEW.identifier) EXECUTE FUNCTION own_identifier_changes();
CREATE TRIGGER device_is_renamed AFTER UPDATE OF name ON devices
  FOR EACH ROW WHEN (OLD.name IS DISTINCT FROM NEW.name) EXECUTE FUNCTION device_is_renamed();
