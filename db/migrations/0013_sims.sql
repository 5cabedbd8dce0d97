CREATE TABLE "sim_accounts" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"customer_id" uuid NOT NULL,
	"name" text NOT NULL,
	"description" text,
	"platform" text NOT NULL,
	"settings" jsonb NOT NULL,
	"credentials" text NOT NULL,
	"status" text DEFAULT 'active' NOT NULL,
	"last_sync_at" timestamp (3) with time zone,
	"last_sync" jsonb,
	"sync_error_code" text,
	"sync_error" text,
	"paused_until" timestamp (3) with time zone,
	"lease_token" bigint DEFAULT 0 NOT NULL,
	"lease_until" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"modified_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "sim_accounts_customer_id_id" UNIQUE("customer_id","id")
);
--> statement-breakpoint
CREATE TABLE "sim_jobs" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "sim_jobs_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"customer_id" uuid NOT NULL,
	"account_id" uuid NOT NULL,
	"sim_id" uuid,
	"kind" text NOT NULL,
	"before" text,
	"wanted" text,
	"state" text DEFAULT 'pending' NOT NULL,
	"priority" smallint NOT NULL,
	"attempts" smallint DEFAULT 0 NOT NULL,
	"due_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"error_code" text,
	"error" text,
	"requested_by" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"finished_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "sim_plans" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"customer_id" uuid NOT NULL,
	"account_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"name" text NOT NULL,
	"apns" text[] DEFAULT '{}' NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"modified_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sim_usage_days" (
	"customer_id" uuid NOT NULL,
	"sim_id" uuid NOT NULL,
	"day" date NOT NULL,
	"bytes" bigint NOT NULL,
	CONSTRAINT "sim_usage_days_sim_id_day_pk" PRIMARY KEY("sim_id","day")
);
--> statement-breakpoint
CREATE TABLE "sims" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"customer_id" uuid NOT NULL,
	"account_id" uuid,
	"iccid" text NOT NULL,
	"imsi" text,
	"msisdn" text,
	"imei" text,
	"device_id" uuid,
	"linked_at" timestamp (3) with time zone,
	"status" text DEFAULT 'UNKNOWN' NOT NULL,
	"platform_status" text,
	"communication_plan" text,
	"rate_plan" text,
	"added_at" timestamp (3) with time zone,
	"activated_at" timestamp (3) with time zone,
	"platform_account" text,
	"platform_customer" text,
	"cycle_bytes" bigint,
	"cycle_sms" integer,
	"cycle_sessions" integer,
	"usage_read_at" timestamp (3) with time zone,
	"session_started_at" timestamp (3) with time zone,
	"session_ended_at" timestamp (3) with time zone,
	"ip_address" text,
	"synced_at" timestamp (3) with time zone,
	"sync_error_code" text,
	"sync_error" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"modified_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "sims_customer_id_id" UNIQUE("customer_id","id")
);
--> statement-breakpoint
CREATE TABLE "simulated_sims" (
	"iccid" text PRIMARY KEY NOT NULL,
	"customer_id" uuid NOT NULL,
	"account_id" uuid NOT NULL,
	"sim" jsonb NOT NULL,
	"modified_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "sim_accounts" ADD CONSTRAINT "sim_accounts_customer_id_customers_id_fk" FOREIGN KEY ("customer_id") REFERENCES "public"."customers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sim_jobs" ADD CONSTRAINT "sim_jobs_account_fk" FOREIGN KEY ("customer_id","account_id") REFERENCES "public"."sim_accounts"("customer_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sim_jobs" ADD CONSTRAINT "sim_jobs_sim_fk" FOREIGN KEY ("customer_id","sim_id") REFERENCES "public"."sims"("customer_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sim_plans" ADD CONSTRAINT "sim_plans_account_fk" FOREIGN KEY ("customer_id","account_id") REFERENCES "public"."sim_accounts"("customer_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sim_usage_days" ADD CONSTRAINT "sim_usage_days_sim_fk" FOREIGN KEY ("customer_id","sim_id") REFERENCES "public"."sims"("customer_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sims" ADD CONSTRAINT "sims_account_fk" FOREIGN KEY ("customer_id","account_id") REFERENCES "public"."sim_accounts"("customer_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sims" ADD CONSTRAINT "sims_device_fk" FOREIGN KEY ("customer_id","device_id") REFERENCES "public"."devices"("customer_id","id") ON DELETE set null ("device_id") ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "simulated_sims" ADD CONSTRAINT "simulated_sims_account_fk" FOREIGN KEY ("customer_id","account_id") REFERENCES "public"."sim_accounts"("customer_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "sim_accounts_customer_name" ON "sim_accounts" USING btree ("customer_id","name");--> statement-breakpoint
CREATE UNIQUE INDEX "sim_jobs_open_of_sim" ON "sim_jobs" USING btree ("sim_id","kind") WHERE state = 'pending' and sim_id is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "sim_jobs_open_of_account" ON "sim_jobs" USING btree ("account_id","kind") WHERE state = 'pending' and sim_id is null;--> statement-breakpoint
CREATE INDEX "sim_jobs_open" ON "sim_jobs" USING btree ("account_id","priority","due_at") WHERE state = 'pending';--> statement-breakpoint
CREATE INDEX "sim_jobs_sim" ON "sim_jobs" USING btree ("sim_id","id");--> statement-breakpoint
CREATE UNIQUE INDEX "sim_plans_name" ON "sim_plans" USING btree ("account_id","kind","name");--> statement-breakpoint
CREATE UNIQUE INDEX "sims_iccid" ON "sims" USING btree ("iccid");--> statement-breakpoint
CREATE UNIQUE INDEX "sims_device" ON "sims" USING btree ("device_id");--> statement-breakpoint
CREATE INDEX "sims_customer_iccid" ON "sims" USING btree ("customer_id","iccid","id");--> statement-breakpoint
CREATE INDEX "sims_customer_status" ON "sims" USING btree ("customer_id","status");--> statement-breakpoint
CREATE INDEX "sims_account" ON "sims" USING btree ("account_id");--> statement-breakpoint
CREATE INDEX "simulated_sims_account" ON "simulated_sims" USING btree ("account_id","modified_at","iccid");--> statement-breakpoint
SELECT close_table('sim_accounts');
--> statement-breakpoint
SELECT close_table('sim_plans');
--> statement-breakpoint
SELECT close_table('sims');
--> statement-breakpoint
SELECT close_table('sim_jobs');
--> statement-breakpoint
SELECT close_table('sim_usage_days');
--> statement-breakpoint
SELECT close_table('simulated_sims');
--> statement-breakpoint
-- What SIM platforms tell is written by the worker alone.
REVOKE INSERT, UPDATE, DELETE ON sim_usage_days, simulated_sims FROM things_app;
