ALTER TABLE "bulk_tasks" ADD COLUMN "secrets_taken_by" text;
