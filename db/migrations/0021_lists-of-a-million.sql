DROP INDEX "sims_customer_status";--> statement-breakpoint
ALTER TABLE "sims" ADD COLUMN "search_text" text GENERATED ALWAYS AS (iccid || chr(10) || coalesce(msisdn, '') || chr(10) || coalesce(imei, '') || chr(10) || coalesce(imsi, '')) STORED NOT NULL;--> statement-breakpoint
CREATE INDEX "devices_customer_modified" ON "devices" USING btree ("customer_id","modified_at","id");--> statement-breakpoint
CREATE INDEX "devices_description" ON "devices" USING gin ("customer_id",lower("description") gin_trgm_ops) WHERE "devices"."description" is not null;--> statement-breakpoint
CREATE INDEX "lora_registrations_failed" ON "lora_registrations" USING btree ("customer_id","device_id") WHERE "lora_registrations"."failure_code" is not null;--> statement-breakpoint
CREATE INDEX "lora_registrations_plan" ON "lora_registrations" USING btree ("customer_id","plan");--> statement-breakpoint
CREATE INDEX "sims_customer_msisdn" ON "sims" USING btree ("customer_id",(case when "msisdn" is null then '' else "msisdn" end),"id");--> statement-breakpoint
CREATE INDEX "sims_customer_communication_plan" ON "sims" USING btree ("customer_id",(case when "communication_plan" is null then '' else "communication_plan" end),"id");--> statement-breakpoint
CREATE INDEX "sims_customer_rate_plan" ON "sims" USING btree ("customer_id",(case when "rate_plan" is null then '' else "rate_plan" end),"id");--> statement-breakpoint
CREATE INDEX "sims_customer_account" ON "sims" USING btree ("customer_id",(case when "account_id" is null then '00000000-0000-0000-0000-000000000000'::uuid else "account_id" end),"id");--> statement-breakpoint
CREATE INDEX "sims_customer_cycle_bytes" ON "sims" USING btree ("customer_id",(case when "cycle_bytes" is null then 0 else "cycle_bytes" end),"id");--> statement-breakpoint
CREATE INDEX "sims_customer_activated" ON "sims" USING btree ("customer_id",(case when "activated_at" is null then '1970-01-01 00:00:00+00'::timestamptz else "activated_at" end),"id");--> statement-breakpoint
CREATE INDEX "sims_customer_synced" ON "sims" USING btree ("customer_id",(case when "synced_at" is null then '1970-01-01 00:00:00+00'::timestamptz else "synced_at" end),"id");--> statement-breakpoint
CREATE INDEX "sims_search_text" ON "sims" USING gin ("customer_id","search_text" gin_trgm_ops);--> statement-breakpoint
CREATE INDEX "sims_customer_status" ON "sims" USING btree ("customer_id","status","id");--> statement-breakpoint
-- As devices_like of migration 0012: texts that few have are found by an index, of the one customer alone (decision 0015).
CREATE FUNCTION sims_like(pattern text) RETURNS SETOF uuid
LANGUAGE sql STABLE STRICT SECURITY DEFINER SET search_path = public, pg_temp ROWS 100 AS $$
  SELECT id FROM sims
  WHERE customer_id = nullif(current_setting('app.customer_id', true), '')::uuid AND search_text LIKE pattern
$$;
--> statement-breakpoint
CREATE FUNCTION devices_described(pattern text) RETURNS SETOF uuid
LANGUAGE sql STABLE STRICT SECURITY DEFINER SET search_path = public, pg_temp ROWS 100 AS $$
  SELECT id FROM devices
  WHERE customer_id = nullif(current_setting('app.customer_id', true), '')::uuid
    AND description IS NOT NULL AND lower(description) LIKE pattern
$$;
--> statement-breakpoint
GRANT CREATE ON SCHEMA public TO things_pipeline;
ALTER FUNCTION sims_like(text) OWNER TO things_pipeline;
ALTER FUNCTION devices_described(text) OWNER TO things_pipeline;
REVOKE CREATE ON SCHEMA public FROM things_pipeline;
--> statement-breakpoint
SET LOCAL ROLE things_pipeline;
REVOKE EXECUTE ON FUNCTION sims_like(text), devices_described(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION sims_like(text), devices_described(text) TO things_app;
RESET ROLE;
