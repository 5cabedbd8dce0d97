CREATE TABLE "message_formats" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"customer_id" uuid NOT NULL,
	"name" text NOT NULL,
	"description" text,
	"current_version_id" uuid,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"modified_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "message_formats_customer_id_id" UNIQUE("customer_id","id")
);
--> statement-breakpoint
CREATE TABLE "decoder_shadows" (
	"decoder_id" uuid PRIMARY KEY NOT NULL,
	"customer_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"contract" text NOT NULL,
	"source" text NOT NULL,
	"mapping" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"started_by" text NOT NULL,
	"started_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"until" timestamp (3) with time zone NOT NULL,
	"after_uplink_id" bigint NOT NULL,
	"messages" integer DEFAULT 0 NOT NULL,
	"differing" integer DEFAULT 0 NOT NULL,
	"failed_before" integer DEFAULT 0 NOT NULL,
	"failed_after" integer DEFAULT 0 NOT NULL,
	"names" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"examples" jsonb DEFAULT '[]'::jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "script_tests" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"customer_id" uuid NOT NULL,
	"decoder_id" uuid,
	"encoder_id" uuid,
	"format_id" uuid,
	"name" text NOT NULL,
	"input" jsonb NOT NULL,
	"expected" jsonb NOT NULL,
	"created_by" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"modified_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "script_tests_owner" CHECK (num_nonnulls("script_tests"."decoder_id", "script_tests"."encoder_id", "script_tests"."format_id") = 1)
);
--> statement-breakpoint
ALTER TABLE "decoder_versions" ALTER COLUMN "decoder_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "decoder_versions" ADD COLUMN "encoder_id" uuid;--> statement-breakpoint
ALTER TABLE "decoder_versions" ADD COLUMN "format_id" uuid;--> statement-breakpoint
ALTER TABLE "decoders" ADD COLUMN "version_rules" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "encoders" ADD COLUMN "current_version_id" uuid;--> statement-breakpoint
ALTER TABLE "message_formats" ADD CONSTRAINT "message_formats_customer_id_customers_id_fk" FOREIGN KEY ("customer_id") REFERENCES "public"."customers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "decoder_shadows" ADD CONSTRAINT "decoder_shadows_decoder_fk" FOREIGN KEY ("customer_id","decoder_id") REFERENCES "public"."decoders"("customer_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "script_tests" ADD CONSTRAINT "script_tests_decoder_fk" FOREIGN KEY ("customer_id","decoder_id") REFERENCES "public"."decoders"("customer_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "script_tests" ADD CONSTRAINT "script_tests_encoder_fk" FOREIGN KEY ("customer_id","encoder_id") REFERENCES "public"."encoders"("customer_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "script_tests" ADD CONSTRAINT "script_tests_format_fk" FOREIGN KEY ("customer_id","format_id") REFERENCES "public"."message_formats"("customer_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "decoder_shadows_until" ON "decoder_shadows" USING btree ("until");--> statement-breakpoint
CREATE INDEX "script_tests_decoder" ON "script_tests" USING btree ("decoder_id");--> statement-breakpoint
CREATE INDEX "script_tests_encoder" ON "script_tests" USING btree ("encoder_id");--> statement-breakpoint
CREATE INDEX "script_tests_format" ON "script_tests" USING btree ("format_id");--> statement-breakpoint
ALTER TABLE "decoder_versions" ADD CONSTRAINT "decoder_versions_encoder_fk" FOREIGN KEY ("customer_id","encoder_id") REFERENCES "public"."encoders"("customer_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "decoder_versions" ADD CONSTRAINT "decoder_versions_format_fk" FOREIGN KEY ("customer_id","format_id") REFERENCES "public"."message_formats"("customer_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "encoder_versions_number" ON "decoder_versions" USING btree ("encoder_id","number");--> statement-breakpoint
CREATE UNIQUE INDEX "format_versions_number" ON "decoder_versions" USING btree ("format_id","number");--> statement-breakpoint
ALTER TABLE "decoder_versions" ADD CONSTRAINT "decoder_versions_owner" CHECK (num_nonnulls("decoder_versions"."decoder_id", "decoder_versions"."encoder_id", "decoder_versions"."format_id") = 1);--> statement-breakpoint
SELECT close_table('message_formats');--> statement-breakpoint
SELECT close_table('script_tests');--> statement-breakpoint
SELECT close_table('decoder_shadows');--> statement-breakpoint
REVOKE INSERT, UPDATE, DELETE ON script_tests, message_formats FROM things_pipeline;--> statement-breakpoint
REVOKE INSERT ON decoder_shadows FROM things_pipeline;--> statement-breakpoint
CREATE TRIGGER tell_configuration AFTER INSERT OR UPDATE OR DELETE ON message_formats FOR EACH ROW EXECUTE FUNCTION tell_configuration();
