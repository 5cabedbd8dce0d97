-- A use case that takes a destination, a link or a device away ends the deliveries that wait for it, in its own
-- transaction: the portal may write that they were cancelled, and nothing else, into the log of its customer.
GRANT INSERT ON deliveries TO things_app;
--> statement-breakpoint
CREATE POLICY cancelled_only ON deliveries AS RESTRICTIVE FOR ALL TO things_app USING (true) WITH CHECK (state = 'cancelled');
