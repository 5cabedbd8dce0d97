CREATE TABLE "decoder_suspensions" (
	"decoder_id" uuid PRIMARY KEY NOT NULL,
	"customer_id" uuid NOT NULL,
	"decoder_version_id" uuid NOT NULL,
	"reason" text NOT NULL,
	"suspended_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "decoder_suspensions" ADD CONSTRAINT "decoder_suspensions_decoder_fk" FOREIGN KEY ("customer_id","decoder_id") REFERENCES "public"."decoders"("customer_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "decoder_suspensions" ADD CONSTRAINT "decoder_suspensions_version_fk" FOREIGN KEY ("customer_id","decoder_version_id") REFERENCES "public"."decoder_versions"("customer_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
SELECT close_table('decoder_suspensions');--> statement-breakpoint
CREATE TRIGGER tell_configuration AFTER INSERT OR UPDATE OR DELETE ON decoder_suspensions FOR EACH ROW EXECUTE FUNCTION tell_configuration();
