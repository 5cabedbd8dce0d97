CREATE TABLE "folding_progress" (
	"id" smallint PRIMARY KEY NOT NULL,
	"pack_id" bigint DEFAULT 0 NOT NULL,
	"open_from" bigint,
	"day" date NOT NULL,
	"seen_id" bigint DEFAULT 0 NOT NULL,
	"seen_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "measure_days" (
	"device_id" uuid NOT NULL,
	"customer_id" uuid NOT NULL,
	"day" date NOT NULL,
	"names" text[] NOT NULL,
	"units" text[] NOT NULL,
	"n" integer[] NOT NULL,
	"lo" double precision[] NOT NULL,
	"hi" double precision[] NOT NULL,
	"total" double precision[] NOT NULL,
	"stale" boolean DEFAULT false NOT NULL,
	CONSTRAINT "measure_days_device_id_day_pk" PRIMARY KEY("device_id","day")
);
--> statement-breakpoint
ALTER TABLE "customers" ADD COLUMN "keeps_history" boolean DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE "device_types" ADD COLUMN "device_names" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "device_types" ADD COLUMN "keeps_history" boolean DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE "measure_days" ADD CONSTRAINT "measure_days_device_fk" FOREIGN KEY ("customer_id","device_id") REFERENCES "public"."devices"("customer_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "measure_days_stale" ON "measure_days" USING btree ("device_id") WHERE "measure_days"."stale";--> statement-breakpoint
SELECT close_table('measure_days');--> statement-breakpoint
-- The portal reads what the worker folded, and says where a replay took packs away.
REVOKE INSERT, UPDATE, DELETE ON measure_days FROM things_app;--> statement-breakpoint
GRANT UPDATE (stale) ON measure_days TO things_app;--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE ON folding_progress TO things_pipeline;--> statement-breakpoint
INSERT INTO folding_progress (id, day, seen_at) VALUES (1, '1970-01-01', now());--> statement-breakpoint
CREATE FUNCTION tell_packs_gone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE measure_days m SET stale = true
  FROM (SELECT DISTINCT device_id, (time AT TIME ZONE 'UTC')::date AS day FROM gone) g
  WHERE m.device_id = g.device_id AND m.day = g.day AND NOT m.stale;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER tell_packs_gone AFTER DELETE ON packs REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION tell_packs_gone();
