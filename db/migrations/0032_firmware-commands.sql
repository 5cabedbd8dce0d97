ALTER TABLE "firmware_versions" ALTER COLUMN "file_name" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "firmware_versions" ALTER COLUMN "size" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "firmware_versions" ALTER COLUMN "sha256" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "firmware_assignments" ADD COLUMN "downlink_id" uuid;--> statement-breakpoint
ALTER TABLE "firmware_versions" ADD COLUMN "command" jsonb;--> statement-breakpoint
ALTER TABLE "firmware_assignments" ADD CONSTRAINT "firmware_assignments_downlink_fk" FOREIGN KEY ("customer_id","downlink_id") REFERENCES "public"."downlinks"("customer_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "firmware_assignments_downlink" ON "firmware_assignments" USING btree ("downlink_id") WHERE downlink_id is not null;--> statement-breakpoint
CREATE INDEX "firmware_assignments_unanswered" ON "firmware_assignments" USING btree ("expires_at") WHERE status = 'failed' and downlink_id is not null;--> statement-breakpoint
ALTER TABLE "firmware_versions" ADD CONSTRAINT "firmware_versions_file_whole" CHECK (num_nulls(file_name, size, sha256) in (0, 3));--> statement-breakpoint
ALTER TABLE "firmware_versions" ADD CONSTRAINT "firmware_versions_way" CHECK (file_name is not null or command is not null);