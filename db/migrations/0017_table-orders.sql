DROP INDEX "device_activity_heard";--> statement-breakpoint
DROP INDEX "devices_customer_project";--> statement-breakpoint
DROP INDEX "devices_customer_type";--> statement-breakpoint
DROP INDEX "devices_customer_identifier";--> statement-breakpoint
CREATE INDEX "device_activity_heard" ON "device_activity" USING btree ("customer_id",(case when "last_message_at" is null then '1970-01-01 00:00:00+00'::timestamptz else "last_message_at" end),"device_id");--> statement-breakpoint
CREATE INDEX "devices_customer_project" ON "devices" USING btree ("customer_id","project_id","name","id");--> statement-breakpoint
CREATE INDEX "devices_customer_type" ON "devices" USING btree ("customer_id","device_type_id","name","id");--> statement-breakpoint
CREATE INDEX "devices_customer_identifier" ON "devices" USING btree ("customer_id",(case when "identifier" is null then '' else "identifier" end),"id");--> statement-breakpoint
-- The list's own order carries along what it is searched and filtered by, so that going along it reads no row.
DROP INDEX "devices_customer_name";--> statement-breakpoint
CREATE INDEX "devices_customer_name" ON "devices" USING btree ("customer_id","name","id") INCLUDE ("search_text","status","project_id","device_type_id");
