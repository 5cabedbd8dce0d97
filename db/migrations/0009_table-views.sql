CREATE TABLE "table_views" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"customer_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"table_name" text NOT NULL,
	"name" text NOT NULL,
	"address" text NOT NULL,
	"is_default" boolean DEFAULT false NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"modified_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "table_views_customer_id_id" UNIQUE("customer_id","id"),
	CONSTRAINT "table_views_address_size" CHECK (length("table_views"."address") <= 4000)
);
--> statement-breakpoint
ALTER TABLE "table_views" ADD CONSTRAINT "table_views_user_fk" FOREIGN KEY ("customer_id","user_id") REFERENCES "public"."users"("customer_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "table_views_name" ON "table_views" USING btree ("user_id","table_name",lower("name"));--> statement-breakpoint
CREATE UNIQUE INDEX "table_views_default" ON "table_views" USING btree ("user_id","table_name") WHERE "table_views"."is_default";--> statement-breakpoint
SELECT close_table('table_views');--> statement-breakpoint
-- Beside the customer the person: a view is seen by nobody but its owner, also not by a colleague.
CREATE POLICY person ON table_views AS RESTRICTIVE FOR ALL TO things_app
  USING (user_id = (SELECT nullif(current_setting('app.user_id', true), '')::uuid))
  WITH CHECK (user_id = (SELECT nullif(current_setting('app.user_id', true), '')::uuid));
