CREATE TABLE "device_refusals" (
	"customer_id" uuid NOT NULL,
	"device_id" uuid NOT NULL,
	"hour" timestamp (3) with time zone NOT NULL,
	"reason" text NOT NULL,
	"count" bigint NOT NULL,
	"last_at" timestamp (3) with time zone NOT NULL,
	"last_detail" text,
	CONSTRAINT "device_refusals_device_id_hour_reason_pk" PRIMARY KEY("device_id","hour","reason")
);
--> statement-breakpoint
CREATE TABLE "simulator_links" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"customer_id" uuid NOT NULL,
	"device_id" uuid NOT NULL,
	"token_hash" text NOT NULL,
	"token" text NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"last_used_at" timestamp (3) with time zone,
	"created_by" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "firmware_assignments" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"customer_id" uuid NOT NULL,
	"device_id" uuid NOT NULL,
	"firmware_version_id" uuid NOT NULL,
	"status" text DEFAULT 'offered' NOT NULL,
	"status_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"fetched_bytes" integer DEFAULT 0 NOT NULL,
	"reason" text,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"created_by" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"modified_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "firmware_assignments_customer_id_id" UNIQUE("customer_id","id")
);
--> statement-breakpoint
CREATE TABLE "firmware_chunks" (
	"customer_id" uuid NOT NULL,
	"firmware_version_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"bytes" "bytea" NOT NULL,
	CONSTRAINT "firmware_chunks_firmware_version_id_number_pk" PRIMARY KEY("firmware_version_id","number")
);
--> statement-breakpoint
CREATE TABLE "firmware_versions" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"customer_id" uuid NOT NULL,
	"device_type_customer_id" uuid NOT NULL,
	"device_type_id" uuid NOT NULL,
	"version" text NOT NULL,
	"notes" text,
	"file_name" text NOT NULL,
	"size" integer NOT NULL,
	"sha256" text NOT NULL,
	"created_by" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"modified_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "firmware_versions_customer_id_id" UNIQUE("customer_id","id"),
	CONSTRAINT "firmware_versions_device_type_owner" CHECK ("firmware_versions"."device_type_customer_id" = "firmware_versions"."customer_id" or "firmware_versions"."device_type_customer_id" = '00000000-0000-0000-0000-000000000001')
);
--> statement-breakpoint
ALTER TABLE "device_refusals" ADD CONSTRAINT "device_refusals_device_fk" FOREIGN KEY ("customer_id","device_id") REFERENCES "public"."devices"("customer_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "simulator_links" ADD CONSTRAINT "simulator_links_device_fk" FOREIGN KEY ("customer_id","device_id") REFERENCES "public"."devices"("customer_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "firmware_assignments" ADD CONSTRAINT "firmware_assignments_device_fk" FOREIGN KEY ("customer_id","device_id") REFERENCES "public"."devices"("customer_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "firmware_assignments" ADD CONSTRAINT "firmware_assignments_version_fk" FOREIGN KEY ("customer_id","firmware_version_id") REFERENCES "public"."firmware_versions"("customer_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "firmware_chunks" ADD CONSTRAINT "firmware_chunks_version_fk" FOREIGN KEY ("customer_id","firmware_version_id") REFERENCES "public"."firmware_versions"("customer_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "firmware_versions" ADD CONSTRAINT "firmware_versions_device_type_fk" FOREIGN KEY ("device_type_customer_id","device_type_id") REFERENCES "public"."device_types"("customer_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "simulator_links_device" ON "simulator_links" USING btree ("device_id");--> statement-breakpoint
CREATE UNIQUE INDEX "simulator_links_token" ON "simulator_links" USING btree ("token_hash");--> statement-breakpoint
CREATE UNIQUE INDEX "firmware_assignments_open" ON "firmware_assignments" USING btree ("device_id") WHERE status in ('offered', 'downloading');--> statement-breakpoint
CREATE INDEX "firmware_assignments_created" ON "firmware_assignments" USING btree ("customer_id","created_at","id");--> statement-breakpoint
CREATE INDEX "firmware_assignments_version" ON "firmware_assignments" USING btree ("firmware_version_id","status");--> statement-breakpoint
CREATE INDEX "firmware_assignments_device" ON "firmware_assignments" USING btree ("device_id","created_at");--> statement-breakpoint
CREATE UNIQUE INDEX "firmware_versions_version" ON "firmware_versions" USING btree ("customer_id","device_type_id","version");--> statement-breakpoint
CREATE INDEX "firmware_versions_created" ON "firmware_versions" USING btree ("customer_id","created_at","id");--> statement-breakpoint
SELECT close_table('device_refusals');--> statement-breakpoint
SELECT close_table('simulator_links');--> statement-breakpoint
SELECT close_table('firmware_versions');--> statement-breakpoint
SELECT close_table('firmware_chunks');--> statement-breakpoint
SELECT close_table('firmware_assignments');--> statement-breakpoint
-- A link is looked up by its token before it is known whose it is.
CREATE POLICY access ON simulator_links FOR ALL TO things_access USING (true) WITH CHECK (true);--> statement-breakpoint
GRANT SELECT, UPDATE (last_used_at) ON simulator_links TO things_access;--> statement-breakpoint
-- What devices may have fetched is never changed; the counts are the ingestion's.
REVOKE UPDATE ON firmware_chunks FROM things_app, things_pipeline;--> statement-breakpoint
REVOKE INSERT, UPDATE, DELETE ON device_refusals FROM things_app;--> statement-breakpoint
-- A range of bytes of a plain value is read without the rest of it.
ALTER TABLE firmware_chunks ALTER COLUMN bytes SET STORAGE EXTERNAL;--> statement-breakpoint
-- The ingestion tells a device of its version: it hears of new ones and of those that ended, not of every download's steps.
CREATE TRIGGER tell_configuration AFTER INSERT OR DELETE ON firmware_assignments FOR EACH ROW EXECUTE FUNCTION tell_configuration();--> statement-breakpoint
CREATE TRIGGER tell_configuration_update AFTER UPDATE OF status ON firmware_assignments FOR EACH ROW
  WHEN (NEW.status IS DISTINCT FROM OLD.status AND NEW.status <> 'downloading') EXECUTE FUNCTION tell_configuration();
