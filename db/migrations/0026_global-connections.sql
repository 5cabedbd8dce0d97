-- What all may know of a connection stays in its row; how its network server and we get to each other goes to a table
-- that its owner alone reads. A connection of the platform's own customer is then open to every customer (decision 0016).
CREATE TABLE "lora_connection_access" (
	"connection_id" uuid PRIMARY KEY NOT NULL,
	"customer_id" uuid NOT NULL,
	"secret" text NOT NULL,
	"settings" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"api_secrets" text
);
--> statement-breakpoint
ALTER TABLE "lora_connection_access" ADD CONSTRAINT "lora_connection_access_connection_fk" FOREIGN KEY ("customer_id","connection_id") REFERENCES "public"."lora_connections"("customer_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
SELECT close_table('lora_connection_access');--> statement-breakpoint
ALTER TABLE "lora_connections" ADD COLUMN "plans" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
-- Nobody of a global connection yet: each registration goes through its customer's own.
ALTER TABLE "lora_registrations" ADD COLUMN "connection_customer_id" uuid;--> statement-breakpoint
ALTER TABLE "simulated_network_devices" ADD COLUMN "connection_customer_id" uuid;--> statement-breakpoint
ALTER TABLE "simulated_network_downlinks" ADD COLUMN "connection_customer_id" uuid;--> statement-breakpoint
ALTER TABLE "lora_registrations" DROP CONSTRAINT "lora_registrations_connection_dev_eui";--> statement-breakpoint
ALTER TABLE "lora_registrations" DROP CONSTRAINT "lora_registrations_connection_fk";--> statement-breakpoint
ALTER TABLE "simulated_network_devices" DROP CONSTRAINT "simulated_network_devices_connection_fk";--> statement-breakpoint
ALTER TABLE "simulated_network_downlinks" DROP CONSTRAINT "simulated_network_downlinks_connection_fk";--> statement-breakpoint
-- As a role whose policy is true, for the owner's is none.
SET LOCAL ROLE things_pipeline;
INSERT INTO lora_connection_access (connection_id, customer_id, secret, settings, api_secrets)
  SELECT id, customer_id, secret, settings, api_secrets FROM lora_connections;
UPDATE lora_connections SET plans = (
  SELECT coalesce(jsonb_agg(p - 'profile' ORDER BY n), '[]') FROM jsonb_array_elements(settings -> 'plans') WITH ORDINALITY x(p, n))
WHERE jsonb_typeof(settings -> 'plans') = 'array';
UPDATE lora_registrations SET connection_customer_id = customer_id;
UPDATE simulated_network_devices SET connection_customer_id = customer_id;
UPDATE simulated_network_downlinks SET connection_customer_id = customer_id;
RESET ROLE;
--> statement-breakpoint
ALTER TABLE "lora_registrations" ALTER COLUMN "connection_customer_id" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "simulated_network_devices" ALTER COLUMN "connection_customer_id" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "simulated_network_downlinks" ALTER COLUMN "connection_customer_id" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "lora_registrations" ADD CONSTRAINT "lora_registrations_connection_fk" FOREIGN KEY ("connection_customer_id","connection_id") REFERENCES "public"."lora_connections"("customer_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "simulated_network_devices" ADD CONSTRAINT "simulated_network_devices_connection_fk" FOREIGN KEY ("connection_customer_id","connection_id") REFERENCES "public"."lora_connections"("customer_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "simulated_network_downlinks" ADD CONSTRAINT "simulated_network_downlinks_connection_fk" FOREIGN KEY ("connection_customer_id","connection_id") REFERENCES "public"."lora_connections"("customer_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "lora_registrations" ADD CONSTRAINT "lora_registrations_connection_dev_eui" UNIQUE("connection_id","dev_eui","customer_id");--> statement-breakpoint
ALTER TABLE "lora_registrations" ADD CONSTRAINT "lora_registrations_connection_owner" CHECK ("lora_registrations"."connection_customer_id" = "lora_registrations"."customer_id" or "lora_registrations"."connection_customer_id" = '00000000-0000-0000-0000-000000000001');--> statement-breakpoint
ALTER TABLE "simulated_network_devices" ADD CONSTRAINT "simulated_network_devices_connection_owner" CHECK ("simulated_network_devices"."connection_customer_id" = "simulated_network_devices"."customer_id" or "simulated_network_devices"."connection_customer_id" = '00000000-0000-0000-0000-000000000001');--> statement-breakpoint
ALTER TABLE "simulated_network_downlinks" ADD CONSTRAINT "simulated_network_downlinks_connection_owner" CHECK ("simulated_network_downlinks"."connection_customer_id" = "simulated_network_downlinks"."customer_id" or "simulated_network_downlinks"."connection_customer_id" = '00000000-0000-0000-0000-000000000001');--> statement-breakpoint
DROP TRIGGER tell_configuration_update ON lora_connections;--> statement-breakpoint
ALTER TABLE "lora_connections" DROP COLUMN "secret";--> statement-breakpoint
ALTER TABLE "lora_connections" DROP COLUMN "settings";--> statement-breakpoint
ALTER TABLE "lora_connections" DROP COLUMN "api_secrets";--> statement-breakpoint
CREATE TRIGGER tell_configuration_update AFTER UPDATE OF provider, status ON lora_connections FOR EACH ROW EXECUTE FUNCTION tell_configuration();
CREATE TRIGGER tell_configuration AFTER UPDATE OF secret ON lora_connection_access FOR EACH ROW EXECUTE FUNCTION tell_configuration();
--> statement-breakpoint
CREATE POLICY catalogue ON lora_connections FOR SELECT TO things_app USING (customer_id = '00000000-0000-0000-0000-000000000001');--> statement-breakpoint
-- What the owner of a connection does to registrations of others that go through it, and no more. As in 0012 they ask as the
-- pipeline's role; whose the connection is stands in them.
CREATE FUNCTION is_own_connection(connection uuid) RETURNS boolean
LANGUAGE sql STABLE STRICT SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT FROM lora_connections
    WHERE id = connection AND customer_id = nullif(current_setting('app.customer_id', true), '')::uuid)
$$;
--> statement-breakpoint
CREATE FUNCTION count_registrations(connection uuid, OUT total int, OUT pending int, OUT failed int)
LANGUAGE sql STABLE STRICT SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT count(*)::int, count(*) FILTER (WHERE next_at IS NOT NULL)::int,
    count(*) FILTER (WHERE next_at IS NULL AND failure_code IS NOT NULL)::int
  FROM lora_registrations WHERE connection_id = connection AND is_own_connection(connection)
$$;
--> statement-breakpoint
CREATE FUNCTION requeue_registrations(connection uuid) RETURNS void
LANGUAGE plpgsql STRICT SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT is_own_connection(connection) THEN RETURN; END IF;
  -- In one order, as everybody who holds several of them.
  PERFORM FROM lora_registrations
    WHERE connection_id = connection AND failure_of = 'connection' AND next_at IS NULL ORDER BY id FOR UPDATE;
  WITH again AS (
    UPDATE lora_registrations SET attempts = 0, next_at = now(), wished_at = now(), revision = revision + 1
    WHERE connection_id = connection AND failure_of = 'connection' AND next_at IS NULL
    RETURNING device_id, wish, present)
  UPDATE lora_bindings b SET modified_at = now(), status = CASE
      WHEN again.wish = 'DELETED' THEN 'PENDING_DELETE'
      WHEN again.wish = again.present THEN 'PENDING_UPDATE'
      WHEN again.wish = 'DEACTIVATED' THEN 'PENDING_DEACTIVATE'
      WHEN again.present = 'ABSENT' THEN 'PENDING_CREATE'
      ELSE 'PENDING_REACTIVATE' END
  FROM again WHERE again.device_id = b.device_id AND b.status = 'FAILED';
END $$;
--> statement-breakpoint
-- Other customers find in their audit logs that the connection of their devices is gone.
CREATE FUNCTION return_to_inventory(connection uuid) RETURNS void
LANGUAGE plpgsql STRICT SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT is_own_connection(connection) THEN RETURN; END IF;
  PERFORM FROM lora_registrations WHERE connection_id = connection ORDER BY id FOR UPDATE;
  WITH gone AS (
    DELETE FROM lora_registrations WHERE connection_id = connection RETURNING customer_id, connection_customer_id, device_id
  ), shown AS (
    UPDATE lora_bindings b SET status = 'INVENTORY', modified_at = now() FROM gone WHERE gone.device_id = b.device_id
  )
  INSERT INTO audit_log (customer_id, actor_kind, actor_id, actor_name, via, operation, object_kind, object_id, object_name, before)
  SELECT DISTINCT g.customer_id, 'system', 'system', 'Things Portal', 'system', 'lora-connections.delete', 'lora-connection',
    c.id::text, c.name, jsonb_build_object('name', c.name, 'provider', c.provider, 'status', c.status)
  FROM gone g JOIN lora_connections c ON c.id = connection
  WHERE g.customer_id <> g.connection_customer_id;
END $$;
--> statement-breakpoint
-- Of what was heard at the platform's connections, what is the customer's own device by now.
CREATE FUNCTION no_longer_unknown(of_network text, identifiers text[]) RETURNS void
LANGUAGE sql STRICT SECURITY DEFINER SET search_path = public, pg_temp AS $$
  DELETE FROM unknown_devices u USING network_adapters a
  WHERE u.customer_id = '00000000-0000-0000-0000-000000000001' AND u.network = of_network AND u.identifier = ANY(identifiers)
    AND a.network = u.network AND a.identifier = u.identifier
    AND a.customer_id = nullif(current_setting('app.customer_id', true), '')::uuid
$$;
--> statement-breakpoint
GRANT CREATE ON SCHEMA public TO things_pipeline;
ALTER FUNCTION is_own_connection(uuid) OWNER TO things_pipeline;
ALTER FUNCTION count_registrations(uuid) OWNER TO things_pipeline;
ALTER FUNCTION requeue_registrations(uuid) OWNER TO things_pipeline;
ALTER FUNCTION return_to_inventory(uuid) OWNER TO things_pipeline;
ALTER FUNCTION no_longer_unknown(text, text[]) OWNER TO things_pipeline;
REVOKE CREATE ON SCHEMA public FROM things_pipeline;
--> statement-breakpoint
SET LOCAL ROLE things_pipeline;
REVOKE EXECUTE ON FUNCTION is_own_connection(uuid), count_registrations(uuid), requeue_registrations(uuid), return_to_inventory(uuid),
  no_longer_unknown(text, text[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION count_registrations(uuid), requeue_registrations(uuid), return_to_inventory(uuid),
  no_longer_unknown(text, text[]) TO things_app;
RESET ROLE;
