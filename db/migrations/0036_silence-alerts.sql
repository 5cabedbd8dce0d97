CREATE TABLE "alert_events" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "alert_events_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"customer_id" uuid NOT NULL,
	"alert_id" uuid NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"event" text NOT NULL,
	"actor" text,
	"detail" jsonb,
	"told" boolean DEFAULT false NOT NULL
);
--> statement-breakpoint
CREATE TABLE "alert_mutes" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"customer_id" uuid NOT NULL,
	"device_id" uuid,
	"flow_id" uuid,
	"project_id" uuid,
	"device_type_customer_id" uuid,
	"device_type_id" uuid,
	"until" timestamp (3) with time zone,
	"reason" text NOT NULL,
	"created_by" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "alert_mutes_customer_id_id" UNIQUE("customer_id","id"),
	CONSTRAINT "alert_mutes_of_one" CHECK (num_nonnulls(device_id, flow_id, project_id, device_type_id) = 1),
	CONSTRAINT "alert_mutes_type_whole" CHECK (num_nulls(device_type_id, device_type_customer_id) <> 1),
	CONSTRAINT "alert_mutes_type_owner" CHECK ("alert_mutes"."device_type_customer_id" = "alert_mutes"."customer_id" or "alert_mutes"."device_type_customer_id" = '00000000-0000-0000-0000-000000000001')
);
--> statement-breakpoint
CREATE TABLE "alert_readers" (
	"user_id" uuid PRIMARY KEY NOT NULL,
	"customer_id" uuid NOT NULL,
	"mail" text DEFAULT 'at-once' NOT NULL,
	"kinds" text[] NOT NULL,
	"project_ids" uuid[],
	"read_event_id" bigint DEFAULT 0 NOT NULL,
	"read_event_ids" bigint[] DEFAULT '{}' NOT NULL,
	"mailed_event_id" bigint DEFAULT 0 NOT NULL,
	"mailed_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "alert_sources" (
	"customer_id" uuid NOT NULL,
	"source" text NOT NULL,
	"due_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "alert_sources_customer_id_source_pk" PRIMARY KEY("customer_id","source")
);
--> statement-breakpoint
CREATE TABLE "alerts" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"customer_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"device_id" uuid,
	"source" text,
	"source_name" text,
	"incident_id" uuid,
	"status" text DEFAULT 'open' NOT NULL,
	"heard_at" timestamp (3) with time zone,
	"opened_at" timestamp (3) with time zone NOT NULL,
	"silent_at" timestamp (3) with time zone,
	"resolved_at" timestamp (3) with time zone,
	"resolution" text,
	"told_at" timestamp (3) with time zone,
	"acknowledged_at" timestamp (3) with time zone,
	"acknowledged_by" text,
	"note" text,
	CONSTRAINT "alerts_customer_id_id" UNIQUE("customer_id","id"),
	CONSTRAINT "alerts_of_one" CHECK (num_nonnulls(device_id, source) = 1),
	CONSTRAINT "alerts_incident_kind" CHECK ((kind = 'incident') = (source is not null))
);
--> statement-breakpoint
CREATE TABLE "device_watches" (
	"device_id" uuid PRIMARY KEY NOT NULL,
	"customer_id" uuid NOT NULL,
	"state" text DEFAULT 'new' NOT NULL,
	"due_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"baseline_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"gateway" text,
	"door" text,
	"source_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "listening_spans" (
	"began_at" timestamp (3) with time zone PRIMARY KEY NOT NULL,
	"until_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "mails" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"customer_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"recipient" text NOT NULL,
	"recipient_name" text NOT NULL,
	"subject" text NOT NULL,
	"text" text NOT NULL,
	"html" text NOT NULL,
	"headers" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"state" text NOT NULL,
	"tries" smallint DEFAULT 0 NOT NULL,
	"next_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"last_error" text,
	"sent_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "mails_customer_id_id" UNIQUE("customer_id","id"),
	CONSTRAINT "mails_one_line" CHECK (subject !~ '[\r\n]' and recipient !~ '[\r\n]')
);
--> statement-breakpoint
ALTER TABLE "alert_events" ADD CONSTRAINT "alert_events_alert_fk" FOREIGN KEY ("customer_id","alert_id") REFERENCES "public"."alerts"("customer_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "alert_mutes" ADD CONSTRAINT "alert_mutes_device_fk" FOREIGN KEY ("customer_id","device_id") REFERENCES "public"."devices"("customer_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "alert_mutes" ADD CONSTRAINT "alert_mutes_flow_fk" FOREIGN KEY ("customer_id","flow_id") REFERENCES "public"."flows"("customer_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "alert_mutes" ADD CONSTRAINT "alert_mutes_project_fk" FOREIGN KEY ("customer_id","project_id") REFERENCES "public"."projects"("customer_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "alert_mutes" ADD CONSTRAINT "alert_mutes_device_type_fk" FOREIGN KEY ("device_type_customer_id","device_type_id") REFERENCES "public"."device_types"("customer_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "alert_readers" ADD CONSTRAINT "alert_readers_user_fk" FOREIGN KEY ("customer_id","user_id") REFERENCES "public"."users"("customer_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "alerts" ADD CONSTRAINT "alerts_device_fk" FOREIGN KEY ("customer_id","device_id") REFERENCES "public"."devices"("customer_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "alerts" ADD CONSTRAINT "alerts_incident_fk" FOREIGN KEY ("customer_id","incident_id") REFERENCES "public"."alerts"("customer_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "device_watches" ADD CONSTRAINT "device_watches_device_fk" FOREIGN KEY ("customer_id","device_id") REFERENCES "public"."devices"("customer_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "mails" ADD CONSTRAINT "mails_user_fk" FOREIGN KEY ("customer_id","user_id") REFERENCES "public"."users"("customer_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "alert_events_alert" ON "alert_events" USING btree ("alert_id","id");--> statement-breakpoint
CREATE INDEX "alert_events_told" ON "alert_events" USING btree ("customer_id","id") WHERE told;--> statement-breakpoint
CREATE UNIQUE INDEX "alert_mutes_device" ON "alert_mutes" USING btree ("device_id") WHERE device_id is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "alert_mutes_flow" ON "alert_mutes" USING btree ("flow_id") WHERE flow_id is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "alert_mutes_project" ON "alert_mutes" USING btree ("project_id") WHERE project_id is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "alert_mutes_type" ON "alert_mutes" USING btree ("customer_id","device_type_id") WHERE device_type_id is not null;--> statement-breakpoint
CREATE INDEX "alert_sources_due" ON "alert_sources" USING btree ("due_at");--> statement-breakpoint
CREATE UNIQUE INDEX "alerts_open_device" ON "alerts" USING btree ("device_id") WHERE status = 'open' and device_id is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "alerts_open_source" ON "alerts" USING btree ("customer_id","source") WHERE status = 'open' and source is not null;--> statement-breakpoint
CREATE INDEX "alerts_opened" ON "alerts" USING btree ("customer_id","opened_at","id");--> statement-breakpoint
CREATE INDEX "alerts_open" ON "alerts" USING btree ("customer_id","opened_at","id") WHERE status = 'open';--> statement-breakpoint
CREATE INDEX "alerts_device" ON "alerts" USING btree ("device_id","opened_at");--> statement-breakpoint
CREATE INDEX "alerts_incident" ON "alerts" USING btree ("incident_id","status") WHERE incident_id is not null;--> statement-breakpoint
CREATE INDEX "alerts_resolved" ON "alerts" USING btree ("resolved_at") WHERE status = 'resolved';--> statement-breakpoint
CREATE INDEX "device_watches_due" ON "device_watches" USING btree ("due_at");--> statement-breakpoint
CREATE INDEX "device_watches_gateway" ON "device_watches" USING btree ("customer_id","gateway") WHERE "device_watches"."gateway" is not null;--> statement-breakpoint
CREATE INDEX "device_watches_door" ON "device_watches" USING btree ("customer_id","door") WHERE "device_watches"."door" is not null;--> statement-breakpoint
CREATE INDEX "mails_created" ON "mails" USING btree ("customer_id","created_at","id");--> statement-breakpoint
CREATE INDEX "mails_waiting" ON "mails" USING btree ("next_at") WHERE state = 'waiting';--> statement-breakpoint
CREATE INDEX "mails_old" ON "mails" USING btree ("created_at");
--> statement-breakpoint
SELECT close_table('device_watches');--> statement-breakpoint
SELECT close_table('alert_sources');--> statement-breakpoint
SELECT close_table('alerts');--> statement-breakpoint
SELECT close_table('alert_events');--> statement-breakpoint
SELECT close_table('alert_mutes');--> statement-breakpoint
SELECT close_table('alert_readers');--> statement-breakpoint
SELECT close_table('mails');--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON listening_spans TO things_pipeline;--> statement-breakpoint
-- Who is silent is decided by the worker; people acknowledge, and what was done is never rewritten.
REVOKE INSERT, UPDATE, DELETE ON device_watches, alert_sources FROM things_app;--> statement-breakpoint
REVOKE INSERT, DELETE ON alerts FROM things_app;--> statement-breakpoint
REVOKE UPDATE ON alerts FROM things_app;--> statement-breakpoint
GRANT UPDATE (acknowledged_at, acknowledged_by, note) ON alerts TO things_app;--> statement-breakpoint
REVOKE UPDATE, DELETE ON alert_events FROM things_app;--> statement-breakpoint
REVOKE INSERT, DELETE ON mails FROM things_app;--> statement-breakpoint
REVOKE UPDATE ON mails FROM things_app;--> statement-breakpoint
GRANT UPDATE (state, next_at, tries) ON mails TO things_app;--> statement-breakpoint
-- Every device is watched from the moment it is there.
CREATE FUNCTION begin_watch() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO device_watches (device_id, customer_id) SELECT id, customer_id FROM added ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;
--> statement-breakpoint
GRANT CREATE ON SCHEMA public TO things_pipeline;
ALTER FUNCTION begin_watch() OWNER TO things_pipeline;
REVOKE CREATE ON SCHEMA public FROM things_pipeline;
--> statement-breakpoint
SET LOCAL ROLE things_pipeline;
REVOKE EXECUTE ON FUNCTION begin_watch() FROM PUBLIC;
INSERT INTO device_watches (device_id, customer_id) SELECT id, customer_id FROM devices ON CONFLICT DO NOTHING;
RESET ROLE;
--> statement-breakpoint
CREATE TRIGGER begin_watch AFTER INSERT ON devices REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION begin_watch();
