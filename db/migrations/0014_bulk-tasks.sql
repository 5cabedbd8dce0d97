CREATE TABLE "bulk_files" (
	"customer_id" uuid NOT NULL,
	"task_id" uuid NOT NULL,
	"part" integer NOT NULL,
	"bytes" "bytea" NOT NULL,
	CONSTRAINT "bulk_files_task_id_part_pk" PRIMARY KEY("task_id","part")
);
--> statement-breakpoint
CREATE TABLE "bulk_mappings" (
	"customer_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"signature" text NOT NULL,
	"mapping" jsonb NOT NULL,
	"modified_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "bulk_mappings_customer_id_kind_signature_pk" PRIMARY KEY("customer_id","kind","signature")
);
--> statement-breakpoint
CREATE TABLE "bulk_rows" (
	"customer_id" uuid NOT NULL,
	"task_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"verdict" text NOT NULL,
	"outcome" text,
	"label" text NOT NULL,
	"object_id" uuid,
	"before" jsonb,
	"after" jsonb,
	"reasons" jsonb,
	"sealed" text,
	CONSTRAINT "bulk_rows_task_id_number_pk" PRIMARY KEY("task_id","number")
);
--> statement-breakpoint
CREATE TABLE "bulk_tasks" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"customer_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"source" text NOT NULL,
	"state" text NOT NULL,
	"options" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"selection" jsonb,
	"file_name" text,
	"sheet" jsonb,
	"mapping" jsonb,
	"actor_kind" text NOT NULL,
	"actor_id" text NOT NULL,
	"actor_name" text NOT NULL,
	"address" text,
	"via" text NOT NULL,
	"total" integer DEFAULT 0 NOT NULL,
	"planned" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"done" integer DEFAULT 0 NOT NULL,
	"failed" integer DEFAULT 0 NOT NULL,
	"position" integer DEFAULT 0 NOT NULL,
	"failure" jsonb,
	"undo_of" uuid,
	"lease_token" integer DEFAULT 0 NOT NULL,
	"lease_until" timestamp (3) with time zone,
	"confirmed_at" timestamp (3) with time zone,
	"finished_at" timestamp (3) with time zone,
	"undo_until" timestamp (3) with time zone,
	"secrets_taken_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"modified_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "bulk_tasks_customer_id_id" UNIQUE("customer_id","id")
);
--> statement-breakpoint
ALTER TABLE "bulk_files" ADD CONSTRAINT "bulk_files_task_fk" FOREIGN KEY ("customer_id","task_id") REFERENCES "public"."bulk_tasks"("customer_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bulk_mappings" ADD CONSTRAINT "bulk_mappings_customer_id_customers_id_fk" FOREIGN KEY ("customer_id") REFERENCES "public"."customers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bulk_rows" ADD CONSTRAINT "bulk_rows_task_fk" FOREIGN KEY ("customer_id","task_id") REFERENCES "public"."bulk_tasks"("customer_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bulk_tasks" ADD CONSTRAINT "bulk_tasks_customer_id_customers_id_fk" FOREIGN KEY ("customer_id") REFERENCES "public"."customers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bulk_tasks" ADD CONSTRAINT "bulk_tasks_undo_of_fk" FOREIGN KEY ("customer_id","undo_of") REFERENCES "public"."bulk_tasks"("customer_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "bulk_rows_removed" ON "bulk_rows" USING btree ("object_id") WHERE "bulk_rows"."verdict" = 'remove';--> statement-breakpoint
CREATE INDEX "bulk_tasks_customer_created" ON "bulk_tasks" USING btree ("customer_id","created_at","id");--> statement-breakpoint
CREATE INDEX "bulk_tasks_open" ON "bulk_tasks" USING btree ("created_at") WHERE "bulk_tasks"."state" in ('planning', 'running');--> statement-breakpoint
SELECT close_table(t) FROM unnest(ARRAY['bulk_tasks', 'bulk_rows', 'bulk_files', 'bulk_mappings']::regclass[]) t;--> statement-breakpoint
-- Each row is written once with its plan and once with its outcome: the second stays on its page.
ALTER TABLE bulk_rows SET (fillfactor = 75);
